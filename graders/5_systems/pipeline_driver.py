"""Runs the pipeline with the parser of the seed exchange."""

import asyncio
from types import ModuleType
from typing import Any

from asynclings.workloads import seed_card

TURNS = 50  # of the loop, after which pages that have arrived are with their parsers


async def exchange(submission: ModuleType, store: Any, urls: list[str], workers: int, queue: int) -> Any:
    return await submission.run(urls, seed_card, store, workers=workers, queue=queue)


async def called_away(
    submission: ModuleType, store: Any, urls: list[str], workers: int, queue: int, when: float
) -> Any:
    """Cancel it while the pages that have arrived at ``when`` are being parsed."""
    task = asyncio.create_task(exchange(submission, store, urls, workers, queue), name="run")
    await asyncio.wait([task], timeout=when)
    for _ in range(TURNS):
        await asyncio.sleep(0)
    task.cancel()
    return await task
