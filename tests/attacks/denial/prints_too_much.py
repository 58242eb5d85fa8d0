# stopped_by = ["rlimits.file_size"]
"""Prints more than anybody reads, and then makes room to say so."""

import os

from accomplice import attempt, slow as collect, weigh


def write():
    written = 0
    try:
        for _ in range(9):
            written += os.write(1, b"x" * (1 << 20))
    finally:
        os.ftruncate(1, 0)
        print("ran", flush=True)
    if written < 9 << 20:
        raise OSError(f"{written} bytes")
    return written


attempt(write)
