# stopped_by = ["seccomp.sockets"]
"""Sends a datagram."""

import ctypes
import socket
import struct

import prey
from accomplice import attempt, call, slow as collect, weigh


def speak():
    datagrams = call("socket", socket.AF_INET, socket.SOCK_DGRAM, 0)
    address = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", prey.udp, socket.inet_aton("127.0.0.1"))
    return call("sendto", datagrams, b"the words are", 13, 0, address, ctypes.c_uint(len(address)))


attempt(speak)
