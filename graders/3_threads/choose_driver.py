"""Makes jobs of the three kinds, and has them run."""

import asyncio
from functools import partial
from types import ModuleType
from typing import Any

from asynclings.services import Job
from asynclings.workloads import primes_below

BEAT = 0.1  # seconds


async def work(submission: ModuleType, office: Any, orders: list[tuple[str, int]]) -> Any:
    """Run jobs of all kinds, given by their kind and a number, with a heart that beats beside them."""
    home = asyncio.get_running_loop()

    async def ask(number: int) -> Any:
        if asyncio.get_running_loop() is not home:
            raise RuntimeError("an async job was run in an event loop to which it does not belong")
        return await office.ask(number)

    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT)
            office.beat()

    makers: dict[str, Any] = {"async": ask, "blocking": office.read, "cpu": primes_below}
    jobs = [Job(kind, partial(makers[kind], number)) for kind, number in orders]  # type: ignore[arg-type]
    heart = asyncio.create_task(beat(), name="heart")
    try:
        return await submission.run_jobs(jobs)
    finally:
        heart.cancel()
        await asyncio.wait([heart])


async def compute(submission: ModuleType, limits: list[int]) -> Any:
    """Run jobs that compute, and no others."""
    return await submission.run_jobs([Job("cpu", partial(primes_below, limit)) for limit in limits])
