"""Wrong: looks only once a tick whether the text is there, so it comes late."""

import asyncio


async def export(report, screen):
    drawing = asyncio.get_running_loop().run_in_executor(None, report.render)
    while not drawing.done():
        screen.tick()
        await asyncio.sleep(0.1)
    return drawing.result()
