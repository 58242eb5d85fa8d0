# stopped_by = ["seccomp.adorning"]
"""Lets everybody read and write a file of somebody else's. (That it claims to have worked is part of the layer.)"""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def change():
    os.chmod(prey.diary, 0o666)
    if os.stat(prey.diary).st_mode & 0o777 != 0o666:
        raise PermissionError("it has not changed")


attempt(change)
