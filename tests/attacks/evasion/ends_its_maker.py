# stopped_by = ["landlock.others", "seccomp.others"]
# portable = "ESSE"
"""Ends the process that starts all workers."""

import os
import signal

from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.kill(os.getppid(), signal.SIGKILL))
