"""EXERCISE_TITLE.

AUTHOR: state the task in three sentences: what is slow, or goes wrong, and what it should be like.
"""

from typing import Protocol


class Shelf(Protocol):
    async def fetch(self, name: str) -> str:
        """Fetch one thing: it takes a second."""
        ...


async def fetch_all(shelf: Shelf, names: list[str]) -> list[str]:
    # TODO: AUTHOR: say where the work begins. The code here is slow, or wrong when many things happen at once.
    return [await shelf.fetch(name) for name in names]
