# stopped_by = ["landlock.files", "seccomp.processes"]
# portable = "ESSE"
"""Lets another program run in its place."""

import os

from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.execv("/bin/echo", ["/bin/echo", "through: another program"]))
