"""Wrong: a pool of one thread for each account, which nobody shuts down."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.writers = defaultdict(lambda: ThreadPoolExecutor(max_workers=1))

    def deposit(self, account, amount):
        with self.guard:
            writer = self.writers[account]
        writer.submit(self.add, account, amount).result()
        self.ledger.audit(account)

    def add(self, account, amount):
        balance = self.ledger.read(account)
        self.ledger.write(account, balance + amount)
