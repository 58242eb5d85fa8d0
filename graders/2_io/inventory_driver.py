"""Lets many buyers buy at the same time."""

import asyncio
from collections.abc import Awaitable
from types import ModuleType
from typing import Any

Purchase = tuple[str, int]


async def buy(submission: ModuleType, store: Any, purchases: list[Purchase]) -> list[Any]:
    """All at once; what each of them got."""
    inventory = submission.Inventory(store)
    return await _all([inventory.buy(*purchase) for purchase in purchases])


async def one_gives_up(
    submission: ModuleType, store: Any, purchases: list[Purchase], who: int, seconds: float
) -> list[Any]:
    """The same, but one of them is told to stop after so long; he then got an error."""
    inventory = submission.Inventory(store)
    buyers = [
        asyncio.create_task(_of(inventory.buy(*purchase)), name=f"buyer {n}") for n, purchase in enumerate(purchases)
    ]
    await asyncio.sleep(seconds)
    buyers[who].cancel()
    return await asyncio.gather(*buyers, return_exceptions=True)


async def _all(purchases: list[Awaitable[Any]]) -> list[Any]:
    buyers = [asyncio.create_task(_of(purchase), name=f"buyer {n}") for n, purchase in enumerate(purchases)]
    try:
        return await asyncio.gather(*buyers, return_exceptions=True)
    finally:
        await asyncio.wait(buyers)  # who is cancelled with all the others has ended, too, before this does


async def _of(purchase: Awaitable[Any]) -> Any:
    return await purchase
