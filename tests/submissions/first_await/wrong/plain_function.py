"""Not a coroutine function any more."""

import time


def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        time.sleep(1)
    return f"{name}: lift-off"
