# stopped_by = ["landlock.files"]
# policy = ["disk"]
"""Makes a symbolic link in its own folder that leads out of it, and reads through that."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def read():
    os.symlink(prey.secret, "mine")
    return open("mine").read()


attempt(read)
