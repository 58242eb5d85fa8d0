# stopped_by = ["seccomp.adorning"]
"""Makes a file of somebody else's look older than it is."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def change():
    os.utime(prey.diary, (1, 1))
    if os.stat(prey.diary).st_mtime != 1:
        raise PermissionError("it has not changed")


attempt(change)
