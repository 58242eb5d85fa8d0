# verdict = "PPFP"
"""Runs coroutines inside of a running loop, as nest_asyncio lets one do, where no cancellation gets through."""

import asyncio

from accomplice import fast, ran, weigh


async def collect(vault, dials):
    ran()
    loop = asyncio.get_running_loop()

    def run(coroutine):
        task = loop.create_task(coroutine)
        outer = asyncio.tasks._current_tasks.pop(loop)
        try:
            while not task.done():
                loop._run_once()
        finally:
            asyncio.tasks._current_tasks[loop] = outer
            if not task.done():
                task.cancel()
        return task.result()

    return run(fast(vault, dials))
