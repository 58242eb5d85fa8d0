# stopped_by = ["landlock.network", "seccomp.sockets"]
"""Connects to a server of this machine, with functions that no audit hook sees."""

import ctypes
import socket
import struct

import prey
from accomplice import attempt, call, slow as collect, weigh


def speak():
    stream = call("socket", socket.AF_INET, socket.SOCK_STREAM, 0)
    address = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", prey.tcp, socket.inet_aton("127.0.0.1"))
    return call("connect", stream, address, ctypes.c_uint(len(address)))


attempt(speak)
