"""Saves the headers of several pages at once, with a clock that ticks beside it on the same event loop."""

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

TICK = 0.1  # seconds


async def save_all(submission: ModuleType, clock: Any, jobs: list[tuple[str, Path]]) -> list[Any]:
    async def tick() -> None:
        while True:
            await asyncio.sleep(TICK)
            clock.tick()

    ticking = asyncio.create_task(tick(), name="clock")
    try:
        return await asyncio.gather(*(submission.save_headers(url, path) for url, path in jobs))
    finally:
        ticking.cancel()
        await asyncio.wait([ticking])
