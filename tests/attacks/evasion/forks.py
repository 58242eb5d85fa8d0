# stopped_by = ["seccomp.processes"]
"""Starts a process."""

import os

from accomplice import attempt, slow as collect, weigh


def fork():
    if os.fork() == 0:
        os._exit(0)
    return os.wait()


attempt(fork)
