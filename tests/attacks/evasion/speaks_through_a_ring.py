# stopped_by = ["seccomp.sockets"]
# probe = "ring"
"""Asks for the interface through which the kernel opens sockets and files without any further system call."""

import ctypes

from accomplice import attempt, slow as collect, system_call, weigh

attempt(lambda: system_call(425, 4, ctypes.byref(ctypes.create_string_buffer(120))))
