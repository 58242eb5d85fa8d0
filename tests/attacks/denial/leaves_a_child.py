# stopped_by = ["descendants"]
# policy = ["processes"]
# verdict = "PFSP"
"""Leaves a process that goes on when it is over."""

import os

from accomplice import libc, ran, slow as collect, weigh

ran()
if os.fork() == 0:
    libc.usleep(20_000_000)
    os._exit(0)
