"""Wrong: a thread, but the coroutine joins it, and so blocks the loop."""

import asyncio
import threading


async def export(report, screen):
    outcome = []

    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    ticking = asyncio.create_task(tick())
    thread = threading.Thread(target=lambda: outcome.append(report.render()))
    thread.start()
    thread.join()
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    return outcome[0]
