# stopped_by = ["rlimits.file_size"]
# policy = ["disk"]
"""Writes a file that is longer than any may be."""

from accomplice import attempt, slow as collect, weigh


def write():
    with open("long", "wb") as file:
        return file.write(bytes(9 << 20))


attempt(write)
