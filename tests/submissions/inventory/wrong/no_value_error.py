"""Nobody says that one cannot buy nothing."""

import asyncio
from collections import defaultdict

from asynclings.services import TicketStore


class Inventory:
    def __init__(self, store: TicketStore) -> None:
        self.store = store
        # One for each kind, made when it is first asked for. No `await` is in between, so nobody can make a second one.
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def buy(self, item: str, quantity: int) -> bool:
        """Take so many of one kind, or none: whether they were there. Raises `ValueError` for less than one."""
        # From reading to writing: each `await` in here is a place where another buyer could read the same number.
        async with self.locks[item]:
            left = await self.store.read(item)
            if left < quantity:
                return False
            await self.store.write(item, left - quantity)
            return True
