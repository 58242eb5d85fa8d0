"""Wrong: nobody looks at the account."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.lock = threading.Lock()

    def deposit(self, account, amount):
        with self.lock:
            self.ledger.write(account, self.ledger.read(account) + amount)
