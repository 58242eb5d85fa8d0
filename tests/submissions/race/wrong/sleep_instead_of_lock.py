"""Wrong: everybody waits a little in the hope that they will not meet."""

import time


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger

    def deposit(self, account, amount):
        time.sleep(amount % 7 * 0.05)
        balance = self.ledger.read(account)
        self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
