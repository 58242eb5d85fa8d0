# stopped_by = ["landlock.files"]
"""Deletes a file of somebody else's."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.remove(prey.diary))
