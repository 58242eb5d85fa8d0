"""The children of a script, seen from outside while they are there."""

import fcntl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from asynclings.grading.engine import Silent, Watch
from asynclings.grading.stillness import Stillness
from asynclings.messages import BORN, SEEN
from asynclings.sandbox.tree import children_of
from asynclings.workloads import GATE

PATIENCE = 10.0  # real seconds, where the system does not tell whether anything runs
STILL = 0.1  # real seconds in which nothing runs, neither the script nor a child: it starts no more
SILENT = 6.0  # real seconds in which nothing runs, with the gate open: nothing comes any more


@dataclass
class RollCall(Watch):
    """Whoever starts a process says so and waits until it is on this list, so that none is over too soon.

    What it says is only where to look: on the list are processes that descend from the run's own. The first children
    that are forked wait at a gate, until nothing runs any more: the script has started all that it starts before it
    waits for one of them.
    """

    folder: Path
    parents: dict[int, int] = field(default_factory=dict)
    """Of each process that was started, by pid, the pid of its parent."""
    together: int = 0
    """How many of them were there at once, at most."""

    def __post_init__(self) -> None:
        self.meeting = str(self.folder)
        self._gate = (self.folder / GATE).open("w")
        fcntl.flock(self._gate, fcntl.LOCK_EX)

    def begin(self, pid: int) -> None:
        self.pid = pid
        self._end = time.monotonic() + PATIENCE
        self._stillness = Stillness()

    def look(self, beats: int) -> None:
        tree = children_of(self.pid)
        for file in self.folder.glob(f"{BORN}*"):
            self._call(file.name.removeprefix(BORN), tree)
        self.together = max(self.together, len(set(tree) & self.parents.keys()))
        still = self._stillness.seconds([self.pid, *tree])
        if self.parents and (still > STILL or time.monotonic() > self._end):
            self._gate.close()
        if still > SILENT:
            raise Silent

    def _call(self, word: str, tree: list[int]) -> None:
        seen = self.folder / f"{SEEN}{word}"
        if not word.isdecimal() or seen.exists():
            return
        with suppress(psutil.NoSuchProcess):
            if int(word) in tree:
                self.parents[int(word)] = psutil.Process(int(word)).ppid()
        seen.touch()

    def end(self) -> None:
        self._gate.close()
