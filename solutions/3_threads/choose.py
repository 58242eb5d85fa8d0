"""The right place for each job: waiting on the loop, blocking in threads, computing in processes."""

import asyncio
import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor

from asynclings.services import Job


async def run_one(job: Job, pool: Executor) -> object:
    if job.kind == "async":
        # It waits without holding anything up, so it needs no thread; and it belongs to this loop.
        return await job.run()
    if job.kind == "blocking":
        # Whoever calls it stands still. A thread that waits costs next to nothing, and lets go of the interpreter lock.
        # For any number of them we would need a pool of our own: that of the loop has 32 threads here, but otherwise as
        # many as the computer has cores, and four more. Jobs beyond that would wait for others.
        return await asyncio.to_thread(job.run)
    # It holds on to the interpreter lock, so a thread would not help. Another process has another lock.
    return await asyncio.get_running_loop().run_in_executor(pool, job.run)


async def run_jobs(jobs: list[Job]) -> list[object]:
    # The pool starts no process before it gets a job. By then threads may be at work, and a fork would copy the locks
    # that they hold, but not the threads that let go of them: so processes are spawned.
    # `with` outside of the group: when one job fails, the group stops the others first. Then the pool waits for those
    # that compute already, which nobody can stop.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run_one(job, pool)) for job in jobs]
        return [task.result() for task in tasks]
