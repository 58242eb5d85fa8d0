"""Gives the lock back after a return and after an error, but a cancellation is no `Exception`."""

import asyncio


class Inventory:
    def __init__(self, store):
        self.store = store
        self.locks = {}

    async def buy(self, item, quantity):
        if quantity < 1:
            raise ValueError(f"nobody can buy {quantity} tickets")
        lock = self.locks.setdefault(item, asyncio.Lock())
        await lock.acquire()
        try:
            left = await self.store.read(item)
            enough = left >= quantity
            if enough:
                await self.store.write(item, left - quantity)
        except Exception:
            lock.release()
            raise
        lock.release()
        return enough
