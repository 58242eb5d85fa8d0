# stopped_by = ["landlock", "undumpable", "capabilities"]
"""Reads the memory of the grader, where the expected values are, and the verdicts."""

import prey
from accomplice import attempt, slow as collect, weigh


def read():
    with open(f"/proc/{prey.grader_pid}/mem", "rb", buffering=0) as memory:
        memory.seek(prey.grader_address)
        return memory.read(32)


attempt(read)
