"""On a GitHub Actions runner: a submission sees none of its variables, and reaches none of its command files."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox import landlock
from asynclings.sandbox.keeper import Keeper

VARIABLES = {
    "CI": "true",
    "GITHUB_ACTIONS": "true",
    "GITHUB_TOKEN": "ghs_secret",
    "ACTIONS_RUNTIME_TOKEN": "secret",
    "ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.test",
    "INPUT_TOKEN": "secret",
    "RUNNER_TOOL_CACHE": "/opt/hostedtoolcache",
    "BASH_ENV": "/tmp/x",
    "PYTHONSTARTUP": "/tmp/x.py",
}
# By it the runner finds what a job has left behind, as a net below our own.
LET_THROUGH = {"RUNNER_TRACKING_ID": "github_0123"}

FILES = ("set_output", "set_env", "add_path", "save_state", "step_summary")

SUBMISSION = """
import os

def environment():
    return dict(os.environ)

def attempt(path):
    done = []
    for what, flags in (("read", os.O_RDONLY), ("write", os.O_WRONLY), ("make", os.O_WRONLY | os.O_CREAT)):
        try:
            file = os.open(path if what != "make" else path + "_new", flags)
            if what != "read":
                os.write(file, b"pages=forged\\\\n")
            done.append(what)
        except OSError:
            pass
    try:
        done.extend(os.listdir(os.path.dirname(path)))
    except OSError:
        pass
    return done
"""


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The command files of a step, as the runner makes them (FileCommandManager.cs), named by their variables."""
    folder = tmp_path / "_temp" / "_runner_file_commands"
    folder.mkdir(parents=True)
    files = {name: folder / f"{name}_6f0c" for name in FILES}
    for name, file in files.items():
        file.touch()
        monkeypatch.setenv(f"GITHUB_{name.removeprefix('set_').upper()}", str(file))
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "_temp"))
    for name, value in {**VARIABLES, **LET_THROUGH}.items():
        monkeypatch.setenv(name, value)
    return files


@pytest.fixture
def engine(runner: dict[str, Path]) -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def lab(engine: Engine, tmp_path: Path) -> Callable[[], Lab]:
    file = tmp_path / "work" / "submission.py"
    file.parent.mkdir()
    file.write_text(SUBMISSION)
    return lambda: Lab(engine, Program(file.parent, (file.name,), file.stem), "seed", 60.0)


def test_a_submission_sees_none_of_the_runners_variables(lab: Callable[[], Lab]) -> None:
    seen: dict[str, Any] = lab().run("environment", manner="sync").transcript.value
    prefixes = ("GITHUB_", "RUNNER_", "ACTIONS_", "INPUT_")
    assert {name: value for name, value in seen.items() if name.startswith(prefixes)} == LET_THROUGH
    assert not seen.keys() & VARIABLES.keys()
    assert not [value for value in seen.values() if "secret" in value]


@pytest.mark.skipif(not landlock.available(), reason="only Landlock keeps files of the same user from each other")
@pytest.mark.parametrize("name", FILES)
def test_a_submission_reaches_no_command_file(name: str, lab: Callable[[], Lab], runner: dict[str, Path]) -> None:
    assert lab().run("attempt", str(runner[name]), manner="sync").transcript.value == []
    assert runner[name].read_bytes() == b""
    assert set(runner[name].parent.iterdir()) == set(runner.values())


def test_it_would_without_landlock(engine: Engine, lab: Callable[[], Lab], runner: dict[str, Path]) -> None:
    engine.without = frozenset({"landlock"})
    done = lab().run("attempt", str(runner["set_output"]), manner="sync").transcript.value
    assert done[:3] == ["read", "write", "make"]
    assert b"forged" in runner["set_output"].read_bytes()
