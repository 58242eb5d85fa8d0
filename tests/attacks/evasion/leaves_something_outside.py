# stopped_by = ["landlock.files"]
"""Makes a folder, a pipe and a link where it has no business."""

import os

import prey
from accomplice import attempt, slow as collect, weigh


def make():
    for make, name in ((os.mkdir, "folder"), (os.mkfifo, "pipe"), (lambda path: os.symlink("/", path), "link")):
        try:
            make(os.path.join(prey.target, name))
        except OSError as error:
            last = error
        else:
            return name
    raise last


attempt(make)
