# stopped_by = ["seccomp.machine"]
# probe = "namespaces"
"""Asks for namespaces of its own, in which it would be root."""

import ctypes

from accomplice import attempt, call, slow as collect, weigh

attempt(lambda: call("unshare", 0x10000000))
