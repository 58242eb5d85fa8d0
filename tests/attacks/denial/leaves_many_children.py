# stopped_by = ["descendants"]
# policy = ["processes"]
# verdict = "PFSP"
"""Leaves sixty-three processes, most of them children of children."""

import os

from accomplice import libc, ran, slow as collect, weigh

ran()
maker = os.getpid()
for _ in range(6):
    os.fork()
if os.getpid() != maker:
    libc.usleep(20_000_000)
    os._exit(0)
