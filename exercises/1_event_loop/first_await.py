"""Two rockets, one voice.

`countdown` counts down well, but the whole program stands still while it waits for the next second.
Let it wait in a way that leaves room for other countdowns.
Two of them, started together, should then speak second by second, side by side.
"""

import time
from collections.abc import Callable


async def countdown(name: str, ticks: int, say: Callable[[str], None]) -> str:
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        # TODO: this stops everybody, not only this countdown.
        time.sleep(1)
    return f"{name}: lift-off"
