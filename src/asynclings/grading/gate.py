"""The gate, where processes of a run wait until whoever looks at them from outside lets them through."""

import fcntl
from pathlib import Path

from asynclings.workloads import GATE


class Gate:
    """A lock on a file in the run's folder, held until it is opened (see `asynclings.workloads.wait_at_gate`)."""

    def __init__(self, folder: Path) -> None:
        # Before there is a submission that could put something else in its place.
        self._file = (folder / GATE).open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def open(self) -> None:
        """Let everybody through, from now on."""
        self._file.close()
