"""Wrong: sleeps and looks whether the lock is free by now, instead of waiting for it."""

import threading
import time
from collections import defaultdict


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.locks = defaultdict(threading.Lock)

    def deposit(self, account, amount):
        with self.guard:
            lock = self.locks[account]
        while not lock.acquire(blocking=False):
            time.sleep(0.01)
        try:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        finally:
            lock.release()
        self.ledger.audit(account)
