# stopped_by = ["landlock.files"]
"""Truncates a file by its name, without ever opening it."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.truncate(prey.diary, 0))
