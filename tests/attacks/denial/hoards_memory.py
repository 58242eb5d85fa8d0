# stopped_by = ["rlimits.memory"]
"""Asks for a gigabyte."""

import mmap

from accomplice import attempt, slow as collect, weigh

attempt(lambda: len(mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)))
