"""A ticking task beside asyncio.to_thread, stopped and waited for in finally."""

import asyncio
import contextlib


async def tick_forever(screen):
    while True:
        screen.tick()
        await asyncio.sleep(0.1)


async def export(report, screen):
    ticking = asyncio.create_task(tick_forever(screen))
    try:
        return await asyncio.to_thread(report.render)
    finally:
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
