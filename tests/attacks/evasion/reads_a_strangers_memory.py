# stopped_by = ["landlock", "seccomp.others", "capabilities"]
"""Copies a piece of another process's memory with the system call for that."""

import ctypes

import prey
from accomplice import attempt, call, slow as collect, weigh


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def read():
    buffer = ctypes.create_string_buffer(40)
    here, there = Piece(ctypes.addressof(buffer), 40), Piece(prey.address, 40)
    call("process_vm_readv", prey.victim, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return buffer.value


attempt(read)
