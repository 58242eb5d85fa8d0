# stopped_by = ["process"]
# verdict = "ESSP"
"""Closes what it did not open."""

import os

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    os.closerange(3, 200)
