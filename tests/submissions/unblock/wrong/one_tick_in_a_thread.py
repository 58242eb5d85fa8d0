"""Wrong: the thread is right, but the wheel turns only before and after."""

import asyncio


async def export(report, screen):
    screen.tick()
    text = await asyncio.to_thread(report.render)
    screen.tick()
    return text
