"""A task per limit, each waiting for a job of the pool."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    loop = asyncio.get_running_loop()

    async def one(limit):
        return await loop.run_in_executor(pool, primes_below, limit)

    with ProcessPoolExecutor(max_workers=2) as pool:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(limit)) for limit in limits]
        except* ValueError as group_of_errors:
            raise group_of_errors.exceptions[0] from None
    return [task.result() for task in tasks]
