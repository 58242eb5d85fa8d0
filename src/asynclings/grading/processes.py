"""Evidence for processes: no virtual time, and no stopwatch either.

Three facts are read from outside: the processor ledger of the tree, which pids belong to it, and a rendezvous: the work
that the kit supplies waits until so many processes do it at once. Whoever comes to it must be a living
descendant of the submission's process, so a pid cannot be made up. The rendezvous is given up when every process of the
tree has slept for two seconds without running once (on a busy machine a process that is kept waiting is runnable, not
asleep), or after a generous deadline. Neither is ever paid by a right answer.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from asynclings.files import Unfit, names_in, read_regular
from asynclings.grading.accounts import Accounts
from asynclings.grading.gate import Gate
from asynclings.grading.stillness import Stillness
from asynclings.grading.watch import NAMES, SILENT, Silent, Watch
from asynclings.sandbox.ledger import Ledger, read_ledger

PATIENCE = 30.0  # real seconds for the processes to come together, whatever they do
QUIET = 2.0  # real seconds in which nothing in the whole tree runs: nobody else is coming
ANNOUNCED = 1 << 20  # bytes of what all processes together say that they worked on; more is not read


@dataclass
class ProcessWatch(Watch):
    """Watches one run: ``parties`` processes are to be at work at once (0: no rendezvous).

    With ``turns`` the rendezvous lasts until the event loop has turned so often.
    """

    folder: Path
    parties: int
    turns: int = 0
    interval: float = 0.005
    ledger: Ledger = field(default_factory=lambda: Ledger(0.0, 0.0))
    together: int = 0
    """The most processes that were at work at once."""
    at_home: str = ""
    """If the work was done in the submission's own process: in which thread of it, ``main`` or ``other``."""
    turned: int = 0
    """How often the loop turned while the processes were together."""
    over: bool = False
    accounts: Accounts = field(default_factory=Accounts)
    """What each process burnt (where there is a rendezvous)."""
    jobs: Counter[str] = field(default_factory=Counter)
    """What the work says that it was given to do outside of the submission's own process, and how often (there, too).

    It says so in files that a submission could write as well as it.
    """

    had: int = 0
    """How many processes it had in all: of those that were soon over, who has announced itself (there, too)."""

    def __post_init__(self) -> None:
        self.rendezvous = str(self.folder) if self.parties else ""
        self._gate = Gate(self.folder)

    def begin(self, pid: int) -> None:
        super().begin(pid)
        self._before = Ledger(0.0, 0.0)
        self._end = time.monotonic() + PATIENCE
        self._beats_before: int | None = None
        self._stillness = Stillness()
        if not self.parties:
            self._release()  # nobody has to wait for anybody

    def ready(self) -> None:
        """The submission is imported: only what is burnt from now on counts."""
        self._before = self._read()
        self._end = time.monotonic() + PATIENCE

    def look(self, beats: int) -> None:
        super().look(beats)
        if self.parties:
            self.accounts.look(self.tree)
        quiet = self._stillness.seconds([self.pid, *self.tree])
        if self.over:
            if quiet > SILENT:
                raise Silent
            return
        arrived = _arrived(self.folder)
        if self.pid in arrived:
            self.at_home = arrived[self.pid]
            self._release()
            return
        self.together = max(self.together, len(arrived.keys() & set(self.tree)))
        if self.together >= self.parties:
            if self._beats_before is None:
                self._beats_before = beats
            self.turned = beats - self._beats_before
            if self.turned >= self.turns:
                self._release()
        if time.monotonic() > self._end or (arrived and quiet > QUIET):
            self._release()

    def end(self) -> None:
        after = self._read()
        self.ledger = after.since(self._before)
        self.jobs = _jobs(self.folder, self.pid)
        self.had = max(len(self.accounts.spent), len(_arrived(self.folder).keys() - {self.pid}))
        self._release()

    def let_go(self) -> None:
        self._gate.open()

    def _release(self) -> None:
        self.over = True
        self._gate.open()

    def _read(self) -> Ledger:
        try:
            return read_ledger(self.pid)
        except psutil.NoSuchProcess:
            return Ledger(0.0, 0.0)


def _arrived(folder: Path) -> dict[int, str]:
    """Who has announced itself: pid, and in which thread. Names that are no announcement are passed over."""
    return {pid: thread for pid, thread, _ in _announced(folder)}


def _jobs(folder: Path, own: int) -> Counter[str]:
    """What was announced by others than the submission's own process. What cannot be read is passed over."""
    jobs: Counter[str] = Counter()
    left = ANNOUNCED
    for pid, _, file in _announced(folder):
        if pid != own:
            with suppress(OSError, Unfit):
                words = read_regular(file, left)
                left -= len(words)
                jobs.update(words.decode("utf-8", "replace").splitlines())
    return jobs


def _announced(folder: Path) -> Iterator[tuple[int, str, Path]]:
    for name in names_in(folder, NAMES):
        kind, pid, thread = [*name.split("-"), "", ""][:3]
        if kind == "arrived" and pid.isdecimal():
            yield int(pid), thread, folder / name
