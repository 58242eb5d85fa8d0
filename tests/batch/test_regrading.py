"""Clones graded in earnest: good ones, bad ones, and such as would have something run, or another's work graded."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psutil
import pytest

from asynclings import track
from asynclings.batch.clones import Clone
from asynclings.batch.comparison import with_template
from asynclings.batch.errands import GradeAll
from asynclings.batch.model import Comparison, Regraded
from asynclings.batch.pool import GradingPool
from asynclings.batch.regrading import Regrading
from asynclings.grading import session
from asynclings.report.model import Report
from asynclings.track import Exercise
from asynclings.trouble import Trouble

Make = Callable[[str], Path]

COURSE = track.load()
PAGES = COURSE.find(["pages"])


def regrading(**more: Any) -> Regrading:
    usual: dict[str, Any] = {
        "track": COURSE,
        "exercises": PAGES,
        "seed": 7,
        "seconds": None,
        "require": "basic",
        "compare": with_template(),
        "claims": None,
        "on_fault": lambda fault: pytest.fail(str(fault)),
    }
    return Regrading(**(usual | more))


class Regrade(Protocol):
    def __call__(self, *folders: Path, **more: Any) -> dict[str, tuple[Regraded, Report | None]]: ...


@pytest.fixture
def regrade(stand_in_pool: Any) -> Regrade:
    def regrade(*folders: Path, pool: Any = None, **more: Any) -> dict[str, tuple[Regraded, Report | None]]:
        clones = [Clone(folder.name, folder) for folder in folders]
        found = regrading(**more).grade(clones, pool or stand_in_pool())
        return {regraded.clone: (regraded, report) for regraded, report in found}

    return regrade


def solve(clone: Path) -> Path:
    shutil.copy(PAGES[0].solution, clone / "exercises/2_io/pages.py")
    return clone


def test_good_clones_are_graded_and_bad_ones_stop_none_of_them(regrade: Regrade, clone: Make, tmp_path: Path) -> None:
    ada, link, pipe, bob, gone = solve(clone("ada")), clone("link"), clone("pipe"), clone("bob"), clone("gone")
    for folder in (link, pipe):
        (folder / "exercises/2_io/pages.py").unlink()
    (link / "exercises/2_io/pages.py").symlink_to("/etc/passwd")
    os.mkfifo(pipe / "exercises/2_io/pages.py")
    shutil.rmtree(gone / "exercises")
    found = regrade(ada, link, gone, pipe, tmp_path / "never", bob)
    assert {name: regraded.points for name, (regraded, _) in found.items()} == {
        "ada": 10, "link": 0, "gone": None, "pipe": 0, "never": None, "bob": 0
    }  # fmt: skip
    assert found["ada"][0].exercises == {"2_io/pages": 10}
    assert found["ada"][0].comparison == Comparison()
    assert found["gone"][0].problem.startswith("It holds no exercise")
    assert found["never"][0].problem == "There is no such folder."
    messages = {name: report.exercises[0].checks[0].message for name, (_, report) in found.items() if report}
    assert messages["link"].startswith("pages.py is a symbolic link;")
    assert messages["pipe"].startswith("pages.py is a named pipe;")
    assert messages["bob"].startswith("not started")


def test_nobody_is_graded_for_the_clone_beside_theirs(regrade: Regrade, clone: Make) -> None:
    ada, eve, mallory = solve(clone("ada")), clone("eve"), clone("mallory")
    shutil.rmtree(eve / "exercises")
    (eve / "exercises").symlink_to("../ada/exercises")
    shutil.rmtree(mallory / "exercises/2_io")
    (mallory / "exercises/2_io").symlink_to("../../ada/exercises/2_io")
    found = regrade(ada, eve, mallory)
    assert [regraded.points for regraded, _ in found.values()] == [10, 0, 0]


def test_nothing_of_a_clone_is_run_and_git_is_not_asked_about_it(
    regrade: Regrade, clone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ran, programs = solve(clone("ada")), tmp_path / "ran", tmp_path / "programs"
    leave = f"open({str(ran)!r}, 'a').write(__file__)\n"
    for name in ("conftest.py", "sitecustomize.py", "setup.py", "exercises/__init__.py", "exercises/2_io/conftest.py"):
        (ada / name).write_text(leave)
    for name in ("msgspec.py", "asynclings/__init__.py", "exercises/2_io/httpx.py", "exercises/2_io/asynclings.py"):
        (ada / name).parent.mkdir(exist_ok=True)
        (ada / name).write_text(leave)
    (ada / ".git/hooks").mkdir(parents=True)
    for name in ("pre-commit", "post-checkout", "fsmonitor"):
        (ada / ".git/hooks" / name).write_text(f"#!/bin/sh\necho {name} >> {ran}\n")
        (ada / ".git/hooks" / name).chmod(0o755)
    (ada / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (ada / ".git/config").write_text("[core]\n\tfsmonitor = .git/hooks/fsmonitor\n\tpager = .git/hooks/fsmonitor\n")
    programs.mkdir()
    (programs / "git").write_text(f'#!/bin/sh\npwd >> {tmp_path}/git\necho "$@" >> {tmp_path}/git\nexit 1\n')
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.chdir(ada)
    before = set(sys.modules)
    found = regrade(ada)
    assert found["ada"][0].points == 10
    assert not ran.exists()
    assert not (tmp_path / "git").exists() or str(ada) not in (tmp_path / "git").read_text()
    origins = [str(getattr(sys.modules[name], "__file__", "")) for name in set(sys.modules) - before]
    assert not [origin for origin in origins if origin.startswith(str(ada))]


def test_all_get_the_same_data_and_each_a_session_of_its_own(
    regrade: Regrade, clone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, closed = [], []
    begin, leave = session.Session.begin, session.Session.__exit__

    def begun(self: session.Session, *arguments: Any, **more: Any) -> Any:
        seeds.append(self.seed)
        return begin(self, *arguments, **more)

    def left(self: session.Session, *exception: object) -> None:
        closed.append(id(self))
        leave(self, *exception)

    monkeypatch.setattr(session.Session, "begin", begun)
    monkeypatch.setattr(session.Session, "__exit__", left)
    regrade(clone("ada"), clone("bob"), seed=4711)
    assert (seeds, len(closed)) == ([4711, 4711], 2)


def test_trouble_and_faults_with_one_clone_cost_the_next_nothing(
    regrade: Regrade, clone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade, faults = session.grade, []

    def troubled(submissions: Any, **more: Any) -> Report:
        match submissions[0].file.parts[-4]:
            case "ada":
                raise Trouble("The disk is full.")
            case "bob":
                raise RuntimeError("a bug")
        return grade(submissions, **more)

    monkeypatch.setattr(session, "grade", troubled)
    found = regrade(clone("ada"), clone("bob"), solve(clone("eve")), on_fault=faults.append)
    assert found["ada"][0].problem == "The disk is full."
    assert found["bob"][0].problem == "The kit itself is at fault: RuntimeError: a bug."
    assert found["eve"][0].points == 10
    assert str(faults[0]).startswith("bob: RuntimeError: a bug.\nTraceback")


def test_at_the_same_time_all_get_what_they_get_one_after_another_in_the_same_order(
    regrade: Regrade, clone: Make
) -> None:
    folders = [solve(clone("ada")), clone("bob"), clone("gone"), solve(clone("eve"))]
    shutil.rmtree(folders[2] / "exercises")
    with GradingPool(2) as pool:
        together = regrade(*folders, pool=pool)
    assert list(together) == ["ada", "bob", "gone", "eve"]
    alone = regrade(*folders)
    assert [regraded for regraded, _ in together.values()] == [regraded for regraded, _ in alone.values()]
    for (_, report), (_, other) in zip(together.values(), alone.values(), strict=True):
        assert (report and report.exercises[0].checks) == (other and other.exercises[0].checks)


def test_a_fault_of_a_grader_comes_back_from_a_process_with_the_report(
    regrade: Regrade, clone: Make, tmp_path: Path
) -> None:
    pages = Exercise(slug="2_io/pages", title="Pages", points=10, seconds=20, retired=False, root=tmp_path)
    faults: list[Exception] = []
    with GradingPool(1) as pool:
        found = regrade(clone("ada"), exercises=(pages,), on_fault=faults.append, pool=pool)
    assert found["ada"][0].points == 0
    assert [str(fault).startswith("There is no grader at") for fault in faults] == [True]


def test_a_process_that_is_lost_costs_one_clone(regrade: Regrade, clone: Make) -> None:
    faults: list[Exception] = []

    class Killed(GradingPool):
        def grade_all(self, errand: GradeAll) -> Any:
            if errand.submissions[0].file.parts[-4] != "ada":
                return super().grade_all(errand)
            future = super().grade_all(errand)
            while not (children := graders()):
                assert not future.done()
            children[0].kill()
            return future

    with Killed(1) as pool:
        found = regrade(clone("ada"), solve(clone("bob")), on_fault=faults.append, pool=pool)
    said = found["ada"][0].problem
    assert said.startswith("The kit itself is at fault: The process that graded the work in ")
    assert said.endswith("/ada/exercises/2_io was lost (exit code -9).")
    assert found["bob"][0].points == 10
    assert len(faults) == 1


def graders() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "asynclings.batch.grader" in child.cmdline()]
