"""A future that the loop's own timer fulfils: what asyncio.sleep does inside."""

import asyncio


def after(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(seconds, future.set_result, None)
    future.add_done_callback(lambda done: timer.cancel())
    return future


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await after(1)
    return f"{name}: lift-off"
