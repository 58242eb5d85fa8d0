"""Wrong: a lock for each call, which keeps nobody out."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger

    def deposit(self, account, amount):
        lock = threading.Lock()
        with lock:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
