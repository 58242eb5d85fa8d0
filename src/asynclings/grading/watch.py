"""What looks at a run in real time from outside."""

from typing import Self

SILENT = 6.0  # real seconds in which nothing runs, with nobody at the gate: nothing comes any more


class Silent(Exception):
    """Neither a run nor any of its processes has done anything for long (see `Watch`)."""


class Watch:
    """Looks at a run in real time from outside; see `asynclings.grading.processes`.

    A context manager: what it holds it lets go of at the end, also if there was no run.
    """

    interval: float = 0.005
    rendezvous: str = ""
    """The folder where it meets processes of the run; empty if it does not."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.let_go()

    def begin(self, pid: int) -> None: ...
    def ready(self) -> None: ...
    def look(self, beats: int) -> None: ...
    def end(self) -> None: ...
    def let_go(self) -> None: ...
