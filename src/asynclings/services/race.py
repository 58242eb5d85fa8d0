"""What the bank hands out."""

from typing import Protocol


class LedgerError(Exception):
    """The ledger could not do what was asked of it."""


class Ledger(Protocol):
    """Where the money is written down. Every call blocks the calling thread, and may raise `LedgerError`."""

    def read(self, account: str) -> int:
        """The balance of an account."""
        ...

    def write(self, account: str, balance: int) -> None:
        """Replace the balance of an account: 0.1 seconds."""

    def audit(self, account: str) -> None:
        """Have the tax office look at an account: slow, 1 second."""
