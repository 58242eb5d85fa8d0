# stopped_by = ["process"]
# verdict = "ESSP"
"""Writes into every descriptor that it finds."""

import os

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"garbage, garbage, garbage")
        except OSError:
            pass
