# stopped_by = ["landlock.files"]
"""Opens the top folder as a mere handle, and goes down from there."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def read():
    top = os.open("/", os.O_PATH)
    return os.read(os.open(prey.secret[1:], os.O_RDONLY, dir_fd=top), 100)


attempt(read)
