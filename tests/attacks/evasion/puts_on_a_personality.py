# stopped_by = ["seccomp.machine"]
"""Asks how the kernel sees it; the same call switches the randomisation of addresses off."""

import ctypes

from accomplice import attempt, call, slow as collect, weigh

attempt(lambda: call("personality", ctypes.c_ulong(0xFFFFFFFF)))
