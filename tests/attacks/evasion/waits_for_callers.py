# stopped_by = ["landlock.network", "seccomp.sockets"]
"""Opens a port on which somebody could call it."""

import ctypes
import socket
import struct

from accomplice import attempt, call, slow as collect, weigh


def listen():
    stream = call("socket", socket.AF_INET, socket.SOCK_STREAM, 0)
    address = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", 0, socket.inet_aton("127.0.0.1"))
    call("bind", stream, address, ctypes.c_uint(len(address)))
    return call("listen", stream, 1)


attempt(listen)
