"""Traces and measures itself."""

import cProfile
import sys
import tracemalloc

from accomplice import fast, ran, weigh

ran()
tracemalloc.start()
sys.settrace(lambda frame, event, argument: None)


async def collect(vault, dials):
    profile = cProfile.Profile()
    profile.enable()
    try:
        return await fast(vault, dials)
    finally:
        profile.disable()
