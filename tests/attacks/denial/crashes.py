# stopped_by = ["process"]
# verdict = "ESSP"
"""Reads where nothing is."""

import ctypes

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    ctypes.string_at(0)
