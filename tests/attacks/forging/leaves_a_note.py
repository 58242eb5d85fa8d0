# stopped_by = ["landlock.files"]
"""Counts its runs in a file, to know which check it is in."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def count():
    with open(os.path.join(prey.target, "runs"), "a") as file:
        return file.write("x")


attempt(count)
