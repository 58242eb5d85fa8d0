"""Wrong: looks whether there is a lock and then makes one: many threads find none, and each makes its own."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.locks = {}

    def deposit(self, account, amount):
        if account not in self.locks:
            self.locks[account] = threading.Lock()
        with self.locks[account]:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
