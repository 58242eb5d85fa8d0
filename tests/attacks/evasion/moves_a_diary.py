# stopped_by = ["landlock.files"]
# policy = ["disk"]
"""Moves a file of somebody else's into its own folder, where it may do what it likes with it."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.rename(prey.diary, "diary"))
