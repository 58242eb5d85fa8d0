"""acquire and release by hand, with finally."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.locks = {}

    def deposit(self, account, amount):
        with self.guard:
            lock = self.locks.get(account)
            if lock is None:
                lock = self.locks[account] = threading.Lock()
        lock.acquire()
        try:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        finally:
            lock.release()
        self.ledger.audit(account)
