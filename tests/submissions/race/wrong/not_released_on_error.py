"""Wrong: when the ledger fails, the lock is never given back."""

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
        lock.acquire()
        balance = self.ledger.read(account)
        self.ledger.write(account, balance + amount)
        lock.release()
        self.ledger.audit(account)
