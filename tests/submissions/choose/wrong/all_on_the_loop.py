"""Runs everything in tasks of the loop."""

import asyncio


async def run_jobs(jobs):
    async def one(job):
        if job.kind == "async":
            return await job.run()
        return job.run()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(job)) for job in jobs]
    return [task.result() for task in tasks]
