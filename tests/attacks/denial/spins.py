# stopped_by = ["rlimits.processor"]
# verdict = "FSSP"
# processor_seconds = 1
"""Computes without end, more or less: for longer than it may."""

import time

from accomplice import ran, through, weigh


async def collect(vault, dials):
    ran()
    while time.process_time() < 2.3:
        pass
    through(f"{time.process_time():.1f} s")
