"""Where processes of a run wait until whoever looks at them from outside lets them through."""

import fcntl
from contextlib import suppress
from pathlib import Path

from asynclings.workloads import GATES


class Gate:
    """Locks on files in the run's folder, held until they are opened (see `asynclings.workloads.wait_at_gate`).

    There are two, and jobs pass them in turn. So everybody can be let through to one job and no further: the gate of
    the next is shut while the present one opens, and by then nobody is left in it.
    """

    def __init__(self, folder: Path) -> None:
        # Before there is a submission that could put something else in their place.
        self._files = [(folder / name).open("w") for name in GATES]
        for file in self._files:
            fcntl.flock(file, fcntl.LOCK_EX)

    def open(self) -> None:
        """Let everybody through, from now on."""
        for file in self._files:
            file.close()

    def open_for(self, number: int) -> None:
        """Let everybody through to the job of this number, and nobody to the one after it."""
        with suppress(BlockingIOError):  # somebody who should have passed is still in it, and keeps it open
            fcntl.flock(self._files[(number + 1) % 2], fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(self._files[number % 2], fcntl.LOCK_UN)
