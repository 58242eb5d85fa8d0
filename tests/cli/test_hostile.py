"""What commands print: nothing of a learner's acts on a terminal or on a workflow's runner, whatever it is named."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import cli, track
from asynclings.cli import screen, template
from asynclings.report import FORMATS
from asynclings.trouble import Trouble

Run = Callable[..., Any]
Commands = Callable[[str], list[str]]

NAMES = (
    "\n::error::x",
    "\r \t::set-output name=a::x",
    "a ##[error]b",
    "\u2028::error::x",
    "\x85::error::x",
    "\x1b]0;title\x07\x1b[2J",
    "\u202egnp.exe",
    "\udcff not UTF-8",
)

# It prints, raises and is called what nobody should see act; every check fails, and quotes what it can.
HOSTILE_SUBMISSION = """
import asyncio
SAY = "fine\\r::error::x\\n \\t::set-output name=pages::x\\n a ##[error]b\\u2028::error::x\\x1b]0;title\\x07\\x1b[2J"
class Bad(Exception):
    pass
Bad.__name__ = Bad.__qualname__ = "##[error]Bad"
async def bake_two_cakes(kitchen):  # ##[error]a line of source \x1b[31m
    print(SAY)
    task = asyncio.create_task(asyncio.sleep(9), name=SAY)
    raise Bad(SAY)
"""


def acts(printed: str, commands: Commands) -> list[str]:
    """Lines that a runner would obey, and characters that a terminal would."""
    return commands(printed) + [char for char in printed if char not in "\n\t" and not char.isprintable()]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize(
    "words",
    [
        ("{}",),
        ("list", "{}"),
        ("check", "{}"),
        ("check", "{}.py"),
        ("check", "--seed", "{}"),
        ("grade", "{}"),
        ("grade", ".", "--exercise", "{}"),
        ("grade", ".", "--report", "{}"),
        ("grade", ".", "--report", "json={}/.."),
        ("grade", ".", "--seconds", "{}"),
        ("grade", ".", "--{}"),
        ("regrade", "{}", "--into", "results"),
        ("regrade", ".", "--into", "exercises/2_io/pages.py/{}"),
        ("regrade", ".", "--into", "results", "--claimed", "{}"),
        ("regrade", ".", "--into", "results", "--template-repository", "{}"),
        ("regrade", ".", "--into", "results", "--exercise", "{}"),
        ("hint", "{}"),
        ("hint", "pages", "--level", "{}"),
        ("demo", "--keep", "{}/demo_is_no_folder"),
    ],
    ids=" ".join,
)
def test_words_that_are_quoted_do_not_act(
    words: tuple[str, ...], name: str, asynclings: Run, assignment: Path, grader: Any, commands: Commands
) -> None:
    if words[0] == "demo":
        (assignment / f"{name}").write_text("in the way")
    outcome = asynclings(*(word.format(name) for word in words))
    assert outcome.code == 2
    assert acts(outcome.out + outcome.err, commands) == []


@pytest.mark.parametrize("error", [Trouble, RuntimeError], ids=["trouble", "fault"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_errors_that_quote_a_learner_do_not_act(
    error: type[Exception], name: str, asynclings: Run, monkeypatch: pytest.MonkeyPatch, commands: Commands
) -> None:
    def run(arguments: object) -> int:
        raise error(f"It says {name}.")

    monkeypatch.setattr(template, "run", run)
    outcome = asynclings("template")
    assert "It says" in outcome.err
    assert acts(outcome.out + outcome.err, commands) == []


def test_without_the_rule_they_would(asynclings: Run, monkeypatch: pytest.MonkeyPatch, commands: Commands) -> None:
    monkeypatch.setattr(screen, "harmless", lambda text: text)
    for name in NAMES[:-1]:  # the last cannot even be printed
        assert acts(asynclings("list", name).err, commands), ascii(name)


def test_names_of_clones_do_not_act(
    asynclings: Run, tmp_path: Path, grader: Any, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        (tmp_path / "clones" / name / ".git").mkdir(parents=True)
        (tmp_path / "clones" / f"{name} works" / "2_io").mkdir(parents=True)
        (tmp_path / "clones" / f"{name} works" / "2_io" / "pages.py").touch()
        (tmp_path / "clones" / f"{name} works" / ".github").mkdir()
        (tmp_path / "clones" / f"{name} works" / ".github" / name).touch()
    (tmp_path / "teachers/.github/kit").mkdir(parents=True)
    (tmp_path / "teachers/.github/kit/assignment.yml").write_text(
        "schema: asynclings/assignment/v1\nexercises: {2_io/pages: {}}\n"
    )
    monkeypatch.chdir(tmp_path)
    options = ("--template-repository", "teachers", "--claimed", "clones")
    outcome = asynclings("regrade", "clones", "--into", "results", *options)
    assert outcome.code == 0, outcome.err
    written = [(tmp_path / "results" / name).read_text("utf-8") for name in ("summary.json", "summary.csv")]
    for text in (outcome.out, outcome.err, *written):
        assert acts(text, commands) == []
    assert outcome.out.count("not graded.") == len(NAMES)


def test_only_one_place_prints() -> None:
    """`say` makes harmless what it prints. Reports are printed as their exporter wrote them, live progress as it is."""
    exempt = {"screen.py": 1, "grading.py": 1, "regrade.py": 1, "template.py": 1, "progress.py": 1}
    found = {}
    for file in Path(cli.__file__).parent.glob("*.py"):
        calls = [
            ast.unparse(node.func) for node in ast.walk(ast.parse(file.read_text("utf-8"))) if type(node) is ast.Call
        ]
        found[file.name] = sum(re.search(r"print|std(out|err)\.|stream\.write", call) is not None for call in calls)
    flushes = {"entry.py": 2}  # flush() and fileno()
    assert {name: number for name, number in found.items() if number} == exempt | flushes


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder with the hostile submission, and files beside it with names of the same kind."""
    chapter = tmp_path / "work" / "1_event_loop"
    chapter.mkdir(parents=True)
    (chapter / "bakery.py").write_text(HOSTILE_SUBMISSION, encoding="utf-8")
    for name in NAMES:
        (chapter / f"{name.replace('/', '')}.py").write_text("")
    return tmp_path / "work"


def test_a_hostile_submission_acts_in_no_report_and_no_log(
    hostile: Path, asynclings: Run, commands: Commands, tmp_path: Path
) -> None:
    reports = [word for name in FORMATS for word in ("--report", f"{name}={tmp_path / name}")]
    outcome = asynclings("grade", hostile, *reports)
    assert outcome.code == 0, outcome.err
    assert "error]Bad" in outcome.out, "the report tells of the error"
    written = [(tmp_path / name).read_text("utf-8") for name in FORMATS]
    for text in (outcome.out, outcome.err, *written):
        assert acts(text.replace("\N{ZERO WIDTH SPACE}", ""), commands) == []


def graded_by_pytest(grader: Path, submissions: Path) -> str:
    options = ["-q", "-p", "no:cacheprovider", "--color=no", "--submission", str(submissions)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", *options, str(grader)]
    done = subprocess.run(command, cwd=grader.parent, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_it_acts_in_no_output_of_the_plugin_either(hostile: Path, commands: Commands) -> None:
    (bakery,) = track.load().find(["bakery"])
    printed = graded_by_pytest(bakery.grader, hostile)
    assert "error]Bad" in printed
    assert acts(printed, commands) == []


def test_it_acts_not_even_where_a_faulty_grader_quotes_it(tmp_path: Path, commands: Commands) -> None:
    files = {
        "kit/exercises/track.yml": (
            "schema: asynclings/track/v1\nchapters: {tiny: {title: Tiny}}\n"
            "exercises: {tiny/tiny: {title: Tiny, points: 10, seconds: 20}}\n"
        ),
        "kit/exercises/tiny/tiny.py": "# the stub\n",
        "kit/graders/tiny/test_tiny.py": (
            "from asynclings.grading import Lab, check\n\n"
            '@check("Correct")\ndef test_it(lab: Lab) -> None:\n    """It says something."""\n'
            '    raise ValueError(lab.run("speak", manner="sync").transcript.value)\n'
        ),
        "work/tiny/tiny.py": "def speak():\n    return 'It says\\n::error::x ##[error]y \\x1b[2J'\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    printed = graded_by_pytest(tmp_path / "kit/graders/tiny/test_tiny.py", tmp_path / "work")
    assert "ValueError: It says" in printed
    assert acts(printed, commands) == []
