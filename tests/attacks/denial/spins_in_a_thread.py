# stopped_by = ["rlimits.processor"]
# verdict = "FSSP"
# processor_seconds = 1
"""Computes for longer than it may in a thread, while the event loop waits for it."""

import asyncio
import time

from accomplice import ran, through, weigh


def spin():
    while time.process_time() < 2.3:
        pass
    through(f"{time.process_time():.1f} s")


async def collect(vault, dials):
    ran()
    await asyncio.to_thread(spin)
