"""Fifty tickets, a hundred buyers.

The office of a festival sells tickets to many buyers at once, and counts what is left of each kind in a slow store.
Nothing is sold twice, because one lock lets one buyer in at a time, whatever he wants to buy.
Let buyers of different kinds not wait for each other, and still sell no ticket twice.
"""

import asyncio

from asynclings.services import TicketStore


class Inventory:
    def __init__(self, store: TicketStore) -> None:
        self.store = store
        self.lock = asyncio.Lock()

    async def buy(self, item: str, quantity: int) -> bool:
        """Take so many of one kind, or none: whether they were there. Raises `ValueError` for less than one."""
        # TODO: this keeps everybody waiting who wants something else.
        async with self.lock:
            if quantity < 1:
                raise ValueError(f"nobody can buy {quantity} tickets")
            left = await self.store.read(item)
            if left < quantity:
                return False
            await self.store.write(item, left - quantity)
            return True
