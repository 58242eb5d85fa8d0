"""Wrong: the audit goes on in a thread that nobody waits for."""

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
        with lock:
            self.ledger.write(account, self.ledger.read(account) + amount)
        threading.Thread(target=self.ledger.audit, args=(account,)).start()
