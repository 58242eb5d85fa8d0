"""Wrong: the inner function takes the lock that the outer one holds."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.lock = threading.Lock()

    def deposit(self, account, amount):
        with self.lock:
            self.add(account, amount)
        self.ledger.audit(account)

    def add(self, account, amount):
        with self.lock:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
