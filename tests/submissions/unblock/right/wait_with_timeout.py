"""No second task: asyncio.wait comes back every 0.1 seconds, or as soon as the thread is done."""

import asyncio


async def export(report, screen):
    drawing = asyncio.get_running_loop().run_in_executor(None, report.render)
    while True:
        done, _ = await asyncio.wait({drawing}, timeout=0.1)
        if done:
            return drawing.result()
        screen.tick()
