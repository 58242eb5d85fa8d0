# stopped_by = ["parent_death"]
"""Looks whether it would go on if the process that started it ended."""

import ctypes

from accomplice import call, ran, slow as collect, through, weigh

GET_PDEATHSIG = 2

ran()
signal = ctypes.c_int()
call("prctl", GET_PDEATHSIG, ctypes.byref(signal))
if signal.value != 9:
    through(f"signal {signal.value}")
