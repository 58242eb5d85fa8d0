# stopped_by = ["landlock.files"]
"""Reads the same file with the C library's own functions, which no audit hook sees."""

import ctypes

import prey
from accomplice import attempt, call, slow as collect, weigh


def read():
    buffer = ctypes.create_string_buffer(100)
    call("read", call("open", prey.secret.encode(), 0), buffer, 100)
    return buffer.value


attempt(read)
