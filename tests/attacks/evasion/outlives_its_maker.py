# stopped_by = ["parent_death+seccomp.others"]
"""Has it that it goes on if the process that started it ends, and looks whether it would."""

import ctypes
from contextlib import suppress

from accomplice import call, ran, slow as collect, through, weigh

SET_PDEATHSIG, GET_PDEATHSIG = 1, 2

ran()
with suppress(PermissionError):
    call("prctl", SET_PDEATHSIG, 0)
signal = ctypes.c_int()
call("prctl", GET_PDEATHSIG, ctypes.byref(signal))
if signal.value != 9:
    through(f"signal {signal.value}")
