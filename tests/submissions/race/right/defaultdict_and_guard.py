"""A defaultdict of locks, looked up under a guard."""

import threading
from collections import defaultdict


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.locks = defaultdict(threading.Lock)

    def deposit(self, account, amount):
        with self.guard:
            lock = self.locks[account]
        with lock:
            self.ledger.write(account, self.ledger.read(account) + amount)
        self.ledger.audit(account)
