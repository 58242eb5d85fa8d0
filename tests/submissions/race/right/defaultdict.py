"""A defaultdict of locks, and no guard: CPython makes and keeps the lock in one step."""

import threading
from collections import defaultdict


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.locks = defaultdict(threading.Lock)

    def deposit(self, account, amount):
        with self.locks[account]:
            self.ledger.write(account, self.ledger.read(account) + amount)
        self.ledger.audit(account)
