# stopped_by = ["seccomp.processes"]
"""Starts a process behind the interpreter's back."""

import os

from accomplice import attempt, call, slow as collect, weigh


def fork():
    if call("fork") == 0:
        os._exit(0)
    return os.wait()


attempt(fork)
