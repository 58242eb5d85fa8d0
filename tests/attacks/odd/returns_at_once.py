"""Uses the C versions, the futures and the callbacks that hardly anybody uses."""

import asyncio

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    loop = asyncio.get_running_loop()
    everything = loop.create_future()
    words = {}

    def keep(dial, task):
        if not task.cancelled():
            words[dial] = task.result()
        if len(words) == len(dials) and not everything.done():
            everything.set_result([words[dial] for dial in dials])

    tasks = []
    for dial in dials:
        task = loop.create_task(vault.turn(dial))
        task.add_done_callback(lambda task, dial=dial: keep(dial, task))
        tasks.append(task)
    try:
        return await everything
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
