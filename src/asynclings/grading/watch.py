"""What looks at a run in real time from outside."""

SILENT = 6.0  # real seconds in which nothing runs, with nobody at the gate: nothing comes any more


class Silent(Exception):
    """Neither a run nor any of its processes has done anything for long (see `Watch`)."""


class Watch:
    """Looks at a run in real time from outside; see `asynclings.grading.processes`."""

    interval: float = 0.005
    rendezvous: str = ""
    """The folder where it meets processes of the run; empty if it does not."""

    def begin(self, pid: int) -> None: ...
    def ready(self) -> None: ...
    def look(self, beats: int) -> None: ...
    def end(self) -> None: ...
