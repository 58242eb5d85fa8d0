# stopped_by = ["landlock.files"]
"""Reads a file that is for the grader's user alone."""

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: open(prey.secret).read())
