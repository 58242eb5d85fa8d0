"""The vanishing deposits: one lock an account, held from the reading to the writing and no longer."""

import threading

from asynclings.services import Ledger


class Bank:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        # The locks belong to the bank: only threads that ask for the *same* lock keep each other out.
        self._locks: dict[str, threading.Lock] = {}
        # "Is there no lock? Then make one" is a race too, so it has a lock of its own. It is never held for long.
        self._guard = threading.Lock()

    def _lock_of(self, account: str) -> threading.Lock:
        with self._guard:
            if account not in self._locks:
                self._locks[account] = threading.Lock()
            return self._locks[account]

    def deposit(self, account: str, amount: int) -> None:
        # `with` gives the lock back whatever happens in between. Other accounts have other locks.
        with self._lock_of(account):
            balance = self.ledger.read(account)
            self.ledger.write(account, balance + amount)
        # The audit only looks at what is written: nobody need wait for it.
        self.ledger.audit(account)
