"""Progress on stderr: one line that lives on a terminal, one line for each check that was run elsewhere."""

from typing import TYPE_CHECKING, TextIO

from asynclings.cli.screen import screen_of
from asynclings.report.text import harmless, one_line

if TYPE_CHECKING:
    from asynclings.batch.model import Regraded
    from asynclings.report.model import CheckResult, CheckStatus
    from asynclings.track import Exercise

_MARKS: "dict[CheckStatus, tuple[str, str]]" = {
    "passed": ("✔", "32"),
    "failed": ("✘", "31"),
    "error": ("!", "33"),
    "skipped": ("·", "2"),
}
_NAME = 24  # characters of a clone's name
_ERASE_LINE = "\r\x1b[2K"
_COUNTED = 50  # things, after which one line more is written elsewhere


class Progress:
    """Shows how a grading goes, by what the kit says of itself alone: slugs and facets."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._screen = screen_of(stream)
        self._line = ""

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        if self._screen.live:
            self._write(_ERASE_LINE)

    def start(self, exercise: "Exercise") -> None:
        """An exercise is about to be graded."""
        self._line = f"{exercise.slug} "
        if self._screen.live:
            self._write(_ERASE_LINE + self._line)

    def check(self, exercise: "Exercise", check: "CheckResult") -> None:
        """A check of it has its verdict."""
        if self._screen.live:
            self._line += f" {self._mark(check.status)}"
            self._write(_ERASE_LINE + self._line)
        elif check.status != "skipped":
            self._write(f"{exercise.slug}: {check.facet} {check.status}\n")

    def count(self, what: str, done: int, number: int) -> None:
        """So many of a number of things are done, the last of them ``what``."""
        if self._screen.live:
            self._write(f"{_ERASE_LINE}{done}/{number}  {what}"[: self._screen.width + len(_ERASE_LINE)])
        elif done in (1, number) or done % _COUNTED == 0:
            self._write(f"{done}/{number}\n")

    def _mark(self, status: "CheckStatus") -> str:
        mark, colour = _MARKS[status]
        mark = mark if self._screen.unicode else status
        return f"\x1b[{colour}m{mark}\x1b[0m" if self._screen.color else mark

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class BatchProgress(Progress):
    """Shows how a regrading goes, by names of clones: on a terminal the last one that is done, elsewhere each."""

    def __init__(self, stream: TextIO, clones: int) -> None:
        super().__init__(stream)
        self._clones = clones
        self._done = 0

    def __enter__(self) -> "BatchProgress":
        if self._screen.live:
            self._write(f"0/{self._clones}")
        return self

    def end(self, regraded: "Regraded") -> None:
        """A clone has its points, or none."""
        self._done += 1
        name = harmless(one_line(regraded.clone, _NAME))
        if self._screen.live:
            self.count(name, self._done, self._clones)
        else:
            points = "not graded" if regraded.points is None else f"{regraded.points} points"
            self._write(f"{self._done}/{self._clones} {name}: {points}\n")
