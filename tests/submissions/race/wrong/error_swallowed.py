"""Wrong: an error of the ledger is caught, and the caller takes the money for deposited."""

import threading
from collections import defaultdict


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.locks = defaultdict(threading.Lock)

    def deposit(self, account, amount):
        with self.guard:
            lock = self.locks[account]
        try:
            with lock:
                self.ledger.write(account, self.ledger.read(account) + amount)
            self.ledger.audit(account)
        except Exception as error:
            print("oh dear:", error)
