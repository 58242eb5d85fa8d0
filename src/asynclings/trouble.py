"""The one kind of error that a command answers with a sentence instead of a traceback."""

import errno

# What a machine has run out of, or does not give.
_EXHAUSTED = {
    getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN")
}


class Trouble(Exception):
    """Something that whoever runs the kit can set right. Its text says what happened and what to do."""


def of_the_machine(error: OSError) -> bool:
    """Whether no program can do anything about an error: the machine has run out of something."""
    return error.errno in _EXHAUSTED
