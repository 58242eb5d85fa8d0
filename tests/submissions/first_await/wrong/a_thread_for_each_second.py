"""A thread waits for each second, and stops when the countdown is cancelled."""

import asyncio
import threading


async def one_second():
    loop, over, stop = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def wait():
        stop.wait(1)
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=wait).start()
    try:
        await over.wait()
    finally:
        stop.set()
        await over.wait()


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await one_second()
    return f"{name}: lift-off"
