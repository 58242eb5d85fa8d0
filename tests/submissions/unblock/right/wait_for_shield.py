"""wait_for with a shield: the timeout ends the waiting, not the drawing."""

import asyncio


async def export(report, screen):
    drawing = asyncio.get_running_loop().run_in_executor(None, report.render)
    while True:
        screen.tick()
        try:
            return await asyncio.wait_for(asyncio.shield(drawing), 0.1)
        except asyncio.TimeoutError:
            if drawing.done():
                return drawing.result()
