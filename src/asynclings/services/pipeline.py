"""What the seed exchange hands out."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class IndexCard:
    """A card of the index: a variety, and how many seeds of it somebody gives away."""

    variety: str
    seeds: int


class CardIndexError(Exception):
    """The card index cannot be used as was asked."""


class CardIndex(Protocol):
    """A cabinet with one drawer, into which one card at a time can be put."""

    async def save(self, card: IndexCard) -> None:
        """Put a card into its place; it takes a while.

        Raises `CardIndexError` if the drawer is open for another card, or full.
        """
