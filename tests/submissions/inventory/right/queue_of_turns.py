"""Who buys waits for whoever came before him at the same kind."""

import asyncio


class Inventory:
    def __init__(self, store):
        self.store = store
        self.last = {}

    async def buy(self, item, quantity):
        if quantity < 1:
            raise ValueError(quantity)
        before, mine = self.last.get(item), asyncio.Event()
        self.last[item] = (before, mine)
        try:
            while before is not None:
                await before[1].wait()
                before = before[0]
            left = await self.store.read(item)
            if left < quantity:
                return False
            await self.store.write(item, left - quantity)
            return True
        finally:
            mine.set()
