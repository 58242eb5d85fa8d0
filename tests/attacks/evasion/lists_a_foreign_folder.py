# stopped_by = ["landlock.files"]
"""Looks which files there are in a folder of somebody else's."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.listdir(prey.target))
