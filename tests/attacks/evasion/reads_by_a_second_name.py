# stopped_by = ["landlock.files"]
# policy = ["disk"]
"""Gives a foreign file a name in its own folder, and reads it by that."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def read():
    os.link(prey.secret, "mine")
    return open("mine").read()


attempt(read)
