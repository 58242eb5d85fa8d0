"""The right place for each job.

Jobs that wait, jobs that block and jobs that compute are all done one after another, in the event loop's thread.
Do each where it keeps nobody waiting: on the loop, in a thread, or in a process.
All of them are in flight together, and the results come back in the order of the jobs.
"""

from asynclings.services import Job


async def run_jobs(jobs: list[Job]) -> list[object]:
    results: list[object] = []
    for job in jobs:
        # TODO: one job at a time, and only the first kind leaves the loop free.
        if job.kind == "async":
            results.append(await job.run())
        else:
            results.append(job.run())
    return results
