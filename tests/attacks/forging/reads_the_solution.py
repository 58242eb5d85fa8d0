# stopped_by = ["landlock.files+landlock.kit"]
"""Reads how the kit solves the exercise."""

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: open(prey.solution).readline())
