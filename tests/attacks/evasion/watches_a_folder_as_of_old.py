# stopped_by = ["seccomp.sharing"]
"""Asks to be sent a signal when something is opened in a folder that it may read."""

import fcntl
import os

from accomplice import attempt, slow as collect, weigh

OPENED = 1  # DN_ACCESS, of fcntl(2)


def watch():
    folder = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
    fcntl.fcntl(folder, fcntl.F_NOTIFY, OPENED)
    os.close(folder)


attempt(watch)
