# stopped_by = ["landlock.files"]
"""Reads the checks that will judge it."""

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: open(prey.grader).readline())
