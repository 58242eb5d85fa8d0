# stopped_by = ["rule.alive"]
# policy = ["processes"]
# verdict = "ESSP"
# seconds = 2
"""Ends, but leaves a child that keeps the wire open, so that the grader goes on listening."""

import os

from accomplice import libc, ran, weigh


async def collect(vault, dials):
    ran()
    if libc.fork() == 0:
        libc.usleep(20_000_000)
        os._exit(0)
    os._exit(0)
