"""The main job with nothing replaced: copier scaffolds, the engine grades, the report is printed."""

import re
import subprocess
import sys
from pathlib import Path

from asynclings.track import load


def test_the_demo_grades_what_it_has_solved_half_solved_and_left(tmp_path: Path) -> None:
    program = "import sys; from asynclings.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "demo", "--keep", str(tmp_path / "kept")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    whats = dict(re.findall(r"^  (\S+): (solved|half solved)$", done.stdout, re.MULTILINE))
    points = {slug: int(got) for slug, got in re.findall(r"(\w+/\w+) +(\d+)/10$", done.stdout, re.MULTILINE)}
    for slug, what in whats.items():
        lowest, highest = {"solved": (10, 10), "half solved": (2, 8)}[what]
        assert lowest <= points[slug] <= highest, f"{slug}, {what}, got {points[slug]} points"
    untouched = [slug for slug in points if slug not in whats]  # alone in their chapters; others share a line
    shared = sum(int(number) for number in re.findall(r"^. (\d+) not started: ", done.stdout, re.MULTILINE))
    assert all(points[slug] == 0 for slug in untouched)
    assert len(points) + shared == len(load().exercises)
    assert (tmp_path / "kept" / "README.md").is_file()
    assert (tmp_path / "kept" / ".github" / "workflows" / "classroom.yml").is_file()
