# stopped_by = ["deadline"]
# verdict = "FSSP"
# seconds = 1
"""Sleeps in the C library, holding the interpreter's lock."""

import ctypes

from accomplice import ran, through, weigh


async def collect(vault, dials):
    ran()
    ctypes.PyDLL(None).usleep(3_000_000)
    through("three seconds")
