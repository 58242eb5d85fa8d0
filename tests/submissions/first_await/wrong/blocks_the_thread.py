"""time.sleep: right for one rocket, and everybody else stands still."""

import time


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        time.sleep(1)
    return f"{name}: lift-off"
