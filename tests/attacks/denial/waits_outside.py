# stopped_by = ["deadline"]
# verdict = "FSSP"
# seconds = 1
"""Waits for a pipe into which nobody writes: no virtual clock sees that, and it costs no processor time."""

import os
import select

from accomplice import ran, through, weigh


async def collect(vault, dials):
    ran()
    select.select([os.pipe()[0]], [], [], 3)
    through("three seconds")
