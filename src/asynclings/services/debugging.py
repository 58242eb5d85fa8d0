"""What the listening evening hands out."""

from typing import Protocol


class ScratchedRecord(Exception):
    """A record cannot be played to its end."""


class Studio(Protocol):
    """Some rooms with a record player each, a speaker, a lamp, and a book in which the plays are counted."""

    async def announce(self, text: str) -> None:
        """Say something over the speaker: 1 second."""

    async def blink(self) -> None:
        """Let the lamp at the door light up: takes no time."""

    async def play(self, title: str) -> str:
        """Play a record in a room of its own: 3 seconds. Gives its last sentence; may raise `ScratchedRecord`."""
        ...

    async def read_count(self) -> int:
        """How many plays are in the book: 0.1 seconds."""
        ...

    async def write_count(self, number: int) -> None:
        """Replace the number in the book: 0.1 seconds."""
