"""One condition for all, and a set of the kinds at which somebody is: it is held only to look and to note."""

import asyncio


class Inventory:
    def __init__(self, store):
        self.store = store
        self.busy = set()
        self.changed = asyncio.Condition()

    async def buy(self, item, quantity):
        if quantity < 1:
            raise ValueError(quantity)
        async with self.changed:
            await self.changed.wait_for(lambda: item not in self.busy)
            self.busy.add(item)
        try:
            left = await self.store.read(item)
            if left < quantity:
                return False
            await self.store.write(item, left - quantity)
            return True
        finally:
            self.busy.discard(item)
            async with self.changed:
                self.changed.notify_all()
