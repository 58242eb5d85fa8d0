"""Wrong: four locks for all accounts, so that some strangers still wait for each other."""

import threading
import zlib


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.locks = [threading.Lock() for _ in range(4)]

    def deposit(self, account, amount):
        with self.locks[zlib.crc32(account.encode()) % 4]:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
