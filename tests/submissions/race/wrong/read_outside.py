"""Wrong: only the writing is locked; the balance was read before."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.lock = threading.Lock()

    def deposit(self, account, amount):
        balance = self.ledger.read(account)
        with self.lock:
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
