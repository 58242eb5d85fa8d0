# stopped_by = ["rule.spinning"]
# verdict = "FSSP"
"""Looks at the clock sixty thousand times in one instant."""

import time

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    for _ in range(60_000):
        time.monotonic()
    return await slow(vault, dials)
