"""Sends guests to a limiter, each at its time."""

import asyncio
from types import ModuleType
from typing import Any


async def let_in(submission: ModuleType, door: Any, rate: int, per: float, guests: list[tuple[float, float]]) -> None:
    """Each guest comes after so many seconds, and stays for so long once he is in; `door` hears when that is."""
    limiter = submission.RateLimiter(rate, per)

    async def guest(number: int, comes: float, stays: float) -> None:
        await asyncio.sleep(comes)
        async with limiter:
            door.enter(number)
            await asyncio.sleep(stays)

    await asyncio.gather(*(guest(n, *times) for n, times in enumerate(guests)))


async def some_give_up(
    submission: ModuleType, door: Any, rate: int, per: float, guests: list[tuple[float, float | None]]
) -> list[str]:
    """Each guest comes after so many seconds, and some leave after so many, wherever they are; how each ended."""
    limiter = submission.RateLimiter(rate, per)

    async def guest(number: int, comes: float, leaves: float | None) -> None:
        await asyncio.sleep(comes)
        async with asyncio.timeout(None if leaves is None else leaves - comes):
            async with limiter:
                door.enter(number)

    ended = await asyncio.gather(*(guest(n, *times) for n, times in enumerate(guests)), return_exceptions=True)
    return ["in" if error is None else type(error).__name__ for error in ended]


async def some_fail(submission: ModuleType, door: Any, rate: int, per: float, fails: list[bool]) -> list[str]:
    """All come at once, and some fail when they are in; how each ended."""
    limiter = submission.RateLimiter(rate, per)

    async def guest(number: int, fails: bool) -> None:
        async with limiter:
            door.enter(number)
            if fails:
                raise LookupError(f"guest {number}")

    ended = await asyncio.gather(*(guest(n, each) for n, each in enumerate(fails)), return_exceptions=True)
    return ["in" if error is None else type(error).__name__ for error in ended]


async def make(submission: ModuleType, rate: int, per: float) -> None:
    submission.RateLimiter(rate, per)
