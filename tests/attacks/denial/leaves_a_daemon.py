# stopped_by = ["adopting+descendants", "seccomp.processes"]
# policy = ["processes"]
# verdict = "PFSP"
"""Leaves a process in a session of its own, whose parent is gone, so that nobody knows whose it is."""

import os

from accomplice import libc, ran, slow as collect, weigh

ran()
if os.fork() == 0:
    try:
        os.setsid()
    except PermissionError:
        os._exit(0)
    if os.fork() == 0:
        libc.usleep(20_000_000)
    os._exit(0)
os.wait()
