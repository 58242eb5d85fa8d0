"""Two threads: one draws, one ticks until it is told to stop; the coroutine waits for both."""

import asyncio
import threading


async def export(report, screen):
    stop = threading.Event()

    def tick():
        while not stop.wait(0.1):
            screen.tick()

    ticking = asyncio.get_running_loop().run_in_executor(None, tick)
    try:
        return await asyncio.to_thread(report.render)
    finally:
        stop.set()
        await ticking
