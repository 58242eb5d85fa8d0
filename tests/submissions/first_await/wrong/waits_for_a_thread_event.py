"""Waits with an event for threads, which stops the loop."""

import threading


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        threading.Event().wait(1)
    return f"{name}: lift-off"
