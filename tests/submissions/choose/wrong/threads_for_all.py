"""Threads for what computes, too."""

import asyncio


async def run_jobs(jobs):
    async def one(job):
        return await (job.run() if job.kind == "async" else asyncio.to_thread(job.run))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(job)) for job in jobs]
    return [task.result() for task in tasks]
