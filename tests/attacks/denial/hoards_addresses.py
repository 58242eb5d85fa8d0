# stopped_by = ["rlimits.address_space"]
"""Asks for five gigabytes that it does not even want to write to."""

import mmap

from accomplice import attempt, slow as collect, weigh

attempt(lambda: len(mmap.mmap(-1, 5 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)))
