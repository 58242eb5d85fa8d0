"""What the ticket office hands out."""

from typing import Protocol


class StoreError(Exception):
    """The store could not do what was asked of it."""


class TicketStore(Protocol):
    """Where it is written down how many tickets are left. Every call takes a while, and may raise `StoreError`."""

    async def read(self, item: str) -> int:
        """How many there are: 0.1 seconds."""
        ...

    async def write(self, item: str, number: int) -> None:
        """Replace the number: 0.2 seconds."""
