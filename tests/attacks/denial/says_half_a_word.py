# stopped_by = ["deadline"]
# verdict = "FSSP"
# seconds = 1
"""Announces a frame, and never ends it."""

from accomplice import libc, put, ran, through, weigh


async def collect(vault, dials):
    ran()
    put(b"\0\0\1\0half")
    libc.usleep(3_000_000)
    through("three seconds")
    put(bytes(252))
