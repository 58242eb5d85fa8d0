"""dict.setdefault looks and keeps in one step; a lock too many is thrown away."""

from threading import RLock


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.locks = {}

    def deposit(self, account, amount):
        with self.locks.setdefault(account, RLock()):
            self.add(account, amount)
        self.ledger.audit(account)

    def add(self, account, amount):
        with self.locks[account]:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
