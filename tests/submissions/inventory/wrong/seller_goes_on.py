"""A seller for each kind, who goes on selling to a buyer who has given up."""

import asyncio


class Inventory:
    def __init__(self, store):
        self.store = store
        self.buyers = {}
        self.sellers = {}

    async def buy(self, item, quantity):
        if quantity < 1:
            raise ValueError(quantity)
        answer = asyncio.get_running_loop().create_future()
        self.buyers.setdefault(item, []).append((quantity, answer))
        if item not in self.sellers:
            self.sellers[item] = asyncio.create_task(self.sell(item))
        try:
            return await answer
        except asyncio.CancelledError:
            answer.cancel()
            seller = self.sellers.get(item)
            if seller and all(other.cancelled() for _, other in self.buyers[item]) and self.serving is answer:
                seller.cancel()
                await asyncio.wait([seller])
            raise

    async def sell(self, item):
        try:
            while self.buyers[item]:
                quantity, answer = self.buyers[item].pop(0)
                if answer.done():
                    continue
                self.serving = answer
                try:
                    left = await self.store.read(item)
                    if left >= quantity and not answer.done():
                        await self.store.write(item, left - quantity)
                except Exception as error:
                    if not answer.done():
                        answer.set_exception(error)
                else:
                    if not answer.done():
                        answer.set_result(left >= quantity)
        finally:
            del self.sellers[item]
