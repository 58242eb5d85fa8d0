"""Half-way: no deposit is lost any more, but now everybody waits while the tax office looks at one account."""

import threading

from asynclings.services import Ledger


class Bank:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.lock = threading.Lock()

    def deposit(self, account: str, amount: int) -> None:
        with self.lock:
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
            self.ledger.audit(account)
