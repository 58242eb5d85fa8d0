"""EXERCISE_TITLE: AUTHOR: say in half a sentence how it is done."""

import asyncio
from typing import Protocol


class Shelf(Protocol):
    async def fetch(self, name: str) -> str:
        """Fetch one thing: it takes a second."""
        ...


async def fetch_all(shelf: Shelf, names: list[str]) -> list[str]:
    # AUTHOR: say at each line that differs from the stub why it does.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(shelf.fetch(name)) for name in names]
    return [task.result() for task in tasks]
