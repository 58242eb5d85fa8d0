# stopped_by = ["deadline"]
# verdict = "FSSP"
# seconds = 1
"""Asks and asks, and reads no answer, until the grader cannot write any more."""

import struct

from accomplice import libc, ran, through, weigh, wire

BLOCKED = b"\x91\x92\xa7Blocked\xca\x00\x00\x00\x00"


async def collect(vault, dials):
    ran()
    sock = wire()._channel._socket
    sock.setblocking(False)
    frame = struct.pack(">I", len(BLOCKED)) + BLOCKED
    try:
        for _ in range(50_000):
            sock.sendall(frame)
    except BlockingIOError:
        pass
    libc.usleep(3_000_000)
    through("three seconds")
