# stopped_by = ["seccomp.others"]
"""Takes out a lease: whoever opens the file then waits until it is given back, for up to 45 seconds."""

import fcntl
import os

from accomplice import attempt, slow as collect, weigh


def lease():
    file = os.open(__file__, os.O_RDONLY)
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)


attempt(lease)
