"""Wrong: one lock for all accounts, so that strangers wait for each other."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.lock = threading.Lock()

    def deposit(self, account, amount):
        with self.lock:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
