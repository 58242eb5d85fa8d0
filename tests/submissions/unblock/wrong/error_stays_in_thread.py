"""Wrong: an error of `render` ends the thread, and nobody hears of it."""

import asyncio
import threading


async def export(report, screen):
    loop = asyncio.get_running_loop()
    drawn = asyncio.Event()
    outcome = {"text": ""}

    def draw():
        try:
            outcome["text"] = report.render()
        finally:
            loop.call_soon_threadsafe(drawn.set)

    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    ticking = asyncio.create_task(tick())
    try:
        threading.Thread(target=draw).start()
        await drawn.wait()
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    return outcome["text"]
