# stopped_by = ["landlock.others", "seccomp.others"]
"""Names another process as the one to be told, by a signal that ends it, when something comes through a pipe."""

import fcntl
import os
import signal

import prey
from accomplice import attempt, slow as collect, weigh

SET_SIGNAL = 10  # F_SETSIG, of fcntl(2)


def have_it_told():
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, prey.victim)
    fcntl.fcntl(reading, SET_SIGNAL, signal.SIGTERM)
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writing, b"word")
    raise InterruptedError("nobody says whether it was told")


attempt(have_it_told)
