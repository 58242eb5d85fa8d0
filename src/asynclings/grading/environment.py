"""Where the machine, and neither a submission nor a grader, is in the way of a grading."""

from collections.abc import Iterator
from contextlib import contextmanager

from asynclings.trouble import Trouble, of_the_machine


class EnvironmentTrouble(Trouble):
    """The machine does not let us grade."""


@contextmanager
def dependent_on_the_machine() -> Iterator[None]:
    """Raises `EnvironmentTrouble` in the place of an `OSError` that no program can do anything about."""
    try:
        yield
    except OSError as error:
        if not of_the_machine(error):
            raise
        raise EnvironmentTrouble(
            f"Nothing more can be graded, as this machine has no room for it: {error}. End other programs or free some "
            "of its disk, then grade again; `asynclings doctor` says what works."
        ) from error
