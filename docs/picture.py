"""Draws docs/report.svg: the report of a real grading, as a terminal shows it. It needs the `dev` extra."""

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from asynclings.grading.session import grade
from asynclings.grading.submission import Submission
from asynclings.kit import kit_root
from asynclings.report import terminal
from asynclings.track import load

WIDTH = 96
WORK = {"bakery": "solutions/1_event_loop/bakery.py", "pages": "tests/submissions/pages/wrong/one_after_another.py"}


def main() -> None:
    root = kit_root()
    with tempfile.TemporaryDirectory() as folder:
        submissions = []
        for name, path in WORK.items():
            (exercise,) = load().find([name])
            file = Path(shutil.copy(root / path, Path(folder) / f"{name}.py"))
            submissions.append(Submission(exercise, file, f"exercises/{exercise.slug}.py"))
        report = grade(submissions, seed=1)
    text = terminal.render(report, width=WIDTH, color=True, unicode=True, isolation=False)
    text += terminal.render_next_step(report, width=WIDTH, color=True, unicode=True)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ asynclings check\n" + text))
    picture = Path(__file__).with_name("report.svg")
    drawn = console.export_svg(title="asynclings check")
    # Whoever looks at the picture should not fetch fonts from somewhere for it.
    picture.write_text(re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL), encoding="utf-8")
    print(f"{picture} is drawn.", file=sys.stderr)


if __name__ == "__main__":
    main()
