"""The right place for each job: waiting on the loop, blocking in threads, computing in processes."""

import asyncio
from concurrent.futures import Executor, ProcessPoolExecutor

from asynclings.services import Job


async def run_one(job: Job, pool: Executor) -> object:
    if job.kind == "async":
        # It waits without holding anything up, so it needs no thread; and it belongs to this loop.
        return await job.run()
    if job.kind == "blocking":
        # Whoever calls it stands still. A thread that waits costs next to nothing, and lets go of the interpreter lock.
        return await asyncio.to_thread(job.run)
    # It holds on to the interpreter lock, so a thread would not help. Another process has another lock.
    return await asyncio.get_running_loop().run_in_executor(pool, job.run)


async def run_jobs(jobs: list[Job]) -> list[object]:
    # The pool starts no process before it gets a job. `with` outside of the group: when one job fails, the group stops
    # the others first.
    with ProcessPoolExecutor() as pool:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run_one(job, pool)) for job in jobs]
        return [task.result() for task in tasks]
