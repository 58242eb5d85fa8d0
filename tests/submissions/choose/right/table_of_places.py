"""A table says where a kind of job belongs; the processes are spawned."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        loop = asyncio.get_running_loop()

        async def compute(function):
            return await loop.run_in_executor(pool, function)

        places = {"async": lambda function: function(), "blocking": asyncio.to_thread, "cpu": compute}
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(places[job.kind](job.run)) for job in jobs]
    return [task.result() for task in tasks]
