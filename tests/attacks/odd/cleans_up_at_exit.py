# stopped_by = ["process"]
"""Has an exit handler, finalisers and a thread, none of which is there to see the end."""

import atexit
import weakref

from accomplice import fast, ran, through, weigh


class Thing:
    def __del__(self):
        through("__del__")


ran()
thing = Thing()
atexit.register(through, "atexit")
weakref.finalize(weigh, through, "finalize")


async def collect(vault, dials):
    try:
        return await fast(vault, dials)
    finally:
        collect.thing = Thing()
