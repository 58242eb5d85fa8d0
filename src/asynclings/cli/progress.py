"""Progress on stderr: one line that lives on a terminal, one line a check elsewhere."""

from typing import TYPE_CHECKING, TextIO

from asynclings.cli.screen import screen_of

if TYPE_CHECKING:
    from asynclings.report.model import CheckResult, CheckStatus
    from asynclings.track import Exercise

_MARKS: "dict[CheckStatus, tuple[str, str]]" = {
    "passed": ("✔", "32"),
    "failed": ("✘", "31"),
    "error": ("!", "33"),
    "skipped": ("·", "2"),
}
_ERASE_LINE = "\r\x1b[2K"


class Progress:
    """Shows how a grading goes. Prints what the kit says of itself alone (slugs, facets), nothing of a learner's."""

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
        else:
            self._write(f"{exercise.slug}: {check.facet} {check.status}\n")

    def _mark(self, status: "CheckStatus") -> str:
        mark, colour = _MARKS[status]
        mark = mark if self._screen.unicode else status
        return f"\x1b[{colour}m{mark}\x1b[0m" if self._screen.color else mark

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
