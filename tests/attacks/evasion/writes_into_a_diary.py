# stopped_by = ["landlock.files"]
"""Adds a line to a file of somebody else's."""

import prey
from accomplice import attempt, slow as collect, weigh


def write():
    with open(prey.diary, "a") as file:
        return file.write("and I was never here\n")


attempt(write)
