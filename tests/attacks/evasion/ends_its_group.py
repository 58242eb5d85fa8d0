# stopped_by = ["session", "seccomp.others"]
# verdict = "PFSP"
# portable = "ESSE"
"""Ends its whole process group, in which, had it no session of its own, its maker is too."""

import os
import signal

from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.kill(0, signal.SIGKILL))
