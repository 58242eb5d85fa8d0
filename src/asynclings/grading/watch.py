"""What looks at a run in real time from outside."""

from collections.abc import Iterable
from typing import Self

from asynclings.sandbox.tree import children_of, threads_in

SILENT = 6.0  # real seconds in which nothing runs, with nobody at the gate: nothing comes any more
PROCESSES = 100  # that a run may have at once below its own: more than any exercise has a use for
THREADS = 2_000  # in all of them and its own; what the kernel has numbers for may be no more than 32,768
NAMES = 2_000  # in the folder where it is met: whoever looks there a hundred times a second looks at no more


class Silent(Exception):
    """Neither a run nor any of its processes has done anything for long (see `ProcessWatch`)."""


class Crowded(Exception):
    """A run has more processes or threads at once than one may have; says how many."""


def refuse_crowds(pids: Iterable[int]) -> None:
    """Raises `Crowded` if these processes have more threads than a run may have."""
    if (threads := sum(map(threads_in, pids))) > THREADS:
        raise Crowded(f"{threads:,} threads")


class Watch:
    """Looks at a run in real time from outside. This one sees to it that it does not multiply without end.

    `RLIMIT_NPROC` would, but it does not bind root, whom containers often run as. For more, see
    `asynclings.grading.processes`. A context manager: what it holds it lets go of at the end, also if there was no run.
    """

    interval: float = 0.02
    """Real seconds between two looks."""
    rendezvous: str = ""
    """The folder where it meets processes of the run; empty if it does not."""
    pid: int = 0
    tree: tuple[int, ...] = ()
    """Which processes there were below the run's own at the last look."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.let_go()

    def begin(self, pid: int) -> None:
        self.pid = pid

    def ready(self) -> None: ...

    def look(self, beats: int) -> None:
        """Look at what there is now. Raises `Crowded`."""
        self.tree = tuple(children_of(self.pid))
        if len(self.tree) > PROCESSES:
            raise Crowded(f"{len(self.tree):,} processes")
        refuse_crowds([self.pid, *self.tree])

    def end(self) -> None: ...
    def let_go(self) -> None: ...
