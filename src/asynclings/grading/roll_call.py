"""The children of a script, seen from outside while they are there."""

import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from asynclings.files import make_empty, names_in
from asynclings.grading.gate import Gate
from asynclings.grading.stillness import Stillness
from asynclings.grading.watch import NAMES, SILENT, Silent, Watch
from asynclings.messages import BORN, SEEN

# Real seconds without another child, after which none is waited for. Linux tells whether anything runs.
PATIENCE = 30.0 if sys.platform == "linux" else 1.0
STILL = 0.1  # real seconds in which nothing runs, neither the script nor a child: it starts no more


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
        self.rendezvous = str(self.folder)
        self._gate = Gate(self.folder)

    def begin(self, pid: int) -> None:
        super().begin(pid)
        self._last = time.monotonic()
        self._stillness = Stillness()

    def look(self, beats: int) -> None:
        super().look(beats)
        for name in names_in(self.folder, NAMES):
            if name.startswith(BORN):
                self._call(name.removeprefix(BORN))
        # Each is asked for by its pid: a kernel's list of children may leave some out while others end.
        self.together = max(self.together, sum(map(psutil.pid_exists, self.parents)))
        still = self._stillness.seconds([self.pid, *self.tree])
        if self.parents and (still > STILL or time.monotonic() - self._last > PATIENCE):
            self._gate.open()
        if still > SILENT:
            raise Silent

    def _call(self, word: str) -> None:
        seen = self.folder / f"{SEEN}{word}"
        if not word.isdecimal() or len(word) > 9 or seen.exists():
            return
        with suppress(psutil.NoSuchProcess):
            above = [process.pid for process in psutil.Process(int(word)).parents()]
            if self.pid in above:
                self.parents[int(word)] = above[0]
        self._last = time.monotonic()
        make_empty(seen)

    def end(self) -> None:
        self._gate.open()

    def let_go(self) -> None:
        self._gate.open()
