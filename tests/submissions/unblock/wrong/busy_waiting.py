"""Wrong: looks again and again, with sleep(0), whether the thread is done."""

import asyncio


async def export(report, screen):
    loop = asyncio.get_running_loop()
    drawing = loop.run_in_executor(None, report.render)
    beat = loop.time()
    while not drawing.done():
        if loop.time() >= beat:
            screen.tick()
            beat += 0.1
        await asyncio.sleep(0)
    return drawing.result()
