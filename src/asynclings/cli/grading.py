"""What check, grade and demo share: run the grading, show how it goes, print the report."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.grading.session import Submission
    from asynclings.report.model import Report


def prestart() -> None:
    """Start the process that runs submissions: what it imports is ready when this process has read its files."""
    from asynclings.grading import session

    session.prestart()


def grade(submissions: "Sequence[Submission]", seed: int | None = None) -> "Report":
    """Grade with progress on stderr. Raises Trouble where the environment does not allow it."""
    from asynclings.cli.progress import Progress
    from asynclings.grading import session

    progress = Progress(sys.stderr)
    try:
        with progress:
            return session.grade(submissions, seed=seed, on_start=progress.start, on_check=progress.check)
    except session.EnvironmentTrouble as trouble:
        raise Trouble(str(trouble)) from trouble


def show(report: "Report") -> None:
    """Print the report for a terminal on stdout."""
    from asynclings.cli.screen import screen_of
    from asynclings.report import terminal

    screen = screen_of(sys.stdout)
    text = terminal.render(report, width=screen.width, color=screen.color, unicode=screen.unicode)
    print(text, end="", flush=True)
