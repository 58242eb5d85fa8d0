"""Wrong: the guard of the table of locks is held while the account is written."""

import threading
from collections import defaultdict


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.locks = defaultdict(threading.Lock)

    def deposit(self, account, amount):
        with self.guard, self.locks[account]:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
