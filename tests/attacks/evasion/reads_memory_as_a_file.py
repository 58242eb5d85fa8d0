# stopped_by = ["landlock", "capabilities"]
"""Reads a piece of another process's memory from /proc."""

import prey
from accomplice import attempt, slow as collect, weigh


def read():
    with open(f"/proc/{prey.victim}/mem", "rb", buffering=0) as memory:
        memory.seek(prey.address)
        return memory.read(40)


attempt(read)
