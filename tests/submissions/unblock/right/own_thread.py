"""A thread of its own, that reports through call_soon_threadsafe."""

import asyncio
import threading


async def export(report, screen):
    loop = asyncio.get_running_loop()
    outcome = {}
    drawn = asyncio.Event()

    def draw():
        try:
            outcome["text"] = report.render()
        except Exception as error:
            outcome["error"] = error
        loop.call_soon_threadsafe(drawn.set)

    threading.Thread(target=draw, daemon=True).start()
    while not drawn.is_set():
        try:
            async with asyncio.timeout(0.1):
                await drawn.wait()
        except TimeoutError:
            screen.tick()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["text"]
