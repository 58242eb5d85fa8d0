"""A grading as a whole: what one exercise's trouble costs the others."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import psutil
import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.environment import EnvironmentTrouble
from asynclings.grading.failures import GraderFault
from asynclings.grading.mistakes import NEVER_AWAITED
from asynclings.grading.session import Session, grade
from asynclings.grading.submission import Submission
from asynclings.kit import kit_root
from asynclings.track import Exercise, load


@pytest.fixture
def two(tmp_path: Path) -> tuple[Exercise, Exercise]:
    """The bakery, and the bakery again with a grader that breaks."""
    (bakery,) = load().find(["bakery"])
    for tree in ("exercises", "solutions", "graders"):
        shutil.copytree(kit_root() / tree / "1_event_loop", tmp_path / tree / "1_event_loop")
    broken = Exercise(slug=bakery.slug, title="Broken", points=10, seconds=20, retired=False, root=tmp_path)
    grader = broken.grader.read_text(encoding="utf-8")
    broken.grader.write_text(grader.replace("Kitchen(lab)", "Kitchen(lap)", 1), encoding="utf-8")
    return broken, bakery


def test_a_fault_of_one_grader_costs_that_exercise_alone(two: tuple[Exercise, Exercise]) -> None:
    faults: list[GraderFault] = []
    report = grade([Submission(each, each.solution, f"{each.slug}.py") for each in two], seed=1, on_fault=faults.append)
    assert [result.status for result in report.exercises] == ["error", "passed"]
    assert (report.points, report.max_points) == (10, 20)
    (check,) = report.exercises[0].checks
    assert check.message == (
        "The kit itself is at fault, not your work: The check test_ready_after_forty_minutes of 1_event_loop/bakery is "
        "at fault: NameError: name 'lap' is not defined. Please tell its authors."
    )
    assert "kitchen = Kitchen(lap)" in str(faults[0])


def test_a_fault_that_nobody_takes_is_raised(two: tuple[Exercise, Exercise]) -> None:
    with pytest.raises(GraderFault, match="NameError"):
        grade([Submission(two[0], two[0].solution, "bakery.py")], seed=1)


def test_a_fault_in_a_story_is_the_graders_and_nothing_of_the_run_is_left(two: tuple[Exercise, Exercise]) -> None:
    broken, bakery = two
    grader = (kit_root() / "graders" / f"{broken.chapter}" / f"test_{broken.name}.py").read_text(encoding="utf-8")
    broken.grader.write_text(grader.replace("self.hot = True", "self.heat += 1"), encoding="utf-8")
    with Session(seed=1) as session:
        with pytest.raises(GraderFault, match=r"kitchen\.preheat\(\) failed with AttributeError"):
            session.grade(Submission(broken, broken.solution, "bakery.py"))
        (zygote,) = psutil.Process().children()
        assert len(zygote.children()) <= 1, "the next worker may stand by"
        assert session.grade(Submission(bakery, bakery.solution, "bakery.py")).points == 10


def test_a_learner_cannot_cause_one_by_wrong_arguments(tmp_path: Path) -> None:
    (bakery,) = load().find(["bakery"])
    file = tmp_path / "bakery.py"
    file.write_text("async def bake_two_cakes(kitchen):\n    await kitchen.bake(kitchen.mix('vanilla'))\n")
    (check, *_) = grade([Submission(bakery, file, "bakery.py")], seed=1).exercises[0].checks
    assert (check.status, "batter should be str, not coroutine" in check.message) == ("failed", True), check.message
    assert check.mistake is not None and check.mistake.number == NEVER_AWAITED


def test_processes_that_the_exercise_does_not_name_are_a_fault_of_its_grader() -> None:
    (primes,) = load().find(["primes"])
    bare = msgspec.structs.replace(primes, policy=())
    with pytest.raises(GraderFault, match=r"test_counts_.* of 4_processes/primes .* `policy: \[processes\]`"):
        grade([Submission(bare, primes.solution, "primes.py")], seed=1)


def raising(number: int) -> Callable[..., NoReturn]:
    def fail(*arguments: object, **options: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("name", ["bakery", "primes", "hello_processes"])
@pytest.mark.parametrize("made", ["mkdtemp", "mkstemp"])
def test_a_full_disk_is_trouble_of_the_machines(made: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (exercise,) = load().find([name])
    with Session(seed=1) as session:
        grading = session.begin(Submission(exercise, exercise.solution, f"{name}.py"))
        with monkeypatch.context() as patch:
            patch.setattr(tempfile, made, raising(errno.ENOSPC))
            with pytest.raises(EnvironmentTrouble, match=r"no room for it: .*No space left on device.* grade again"):
                grading.verdict(grading.checks[0])
        assert grading.verdict(grading.checks[0]).status == "passed"
        grading.close()


def test_so_is_one_that_is_full_when_a_submission_is_taken_or_a_canary_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    (bakery,) = load().find(["bakery"])
    with Session(seed=1) as session:
        monkeypatch.setattr(tempfile, "mkdtemp", raising(errno.ENOSPC))
        with pytest.raises(EnvironmentTrouble, match="No space left"):
            session.begin(Submission(bakery, bakery.solution, "bakery.py"))
        with pytest.raises(EnvironmentTrouble, match="No space left"):
            session.isolation()


def test_so_are_processes_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    (bakery,) = load().find(["bakery"])
    with Session(seed=1) as session:
        assert session.engine.zygote is not None
        os.kill(session.engine.zygote, signal.SIGKILL)
        monkeypatch.setattr(subprocess, "Popen", raising(errno.EAGAIN))
        with pytest.raises(EnvironmentTrouble, match="Resource temporarily unavailable"):
            session.grade(Submission(bakery, bakery.solution, "bakery.py"))


def test_another_error_of_the_systems_is_the_checks_own(two: tuple[Exercise, Exercise]) -> None:
    grader = two[0].grader.read_text(encoding="utf-8")
    two[0].grader.write_text(grader.replace("Kitchen(lap)", "open('nowhere')", 1), encoding="utf-8")
    with pytest.raises(GraderFault, match=r"is at fault:[^$]*No such file"):
        grade([Submission(two[0], two[0].solution, "bakery.py")], seed=1)


def test_the_same_seed_draws_the_same_data() -> None:
    (bakery,) = load().find(["bakery"])
    work = [Submission(bakery, bakery.solution, "bakery.py")]
    first, again, other = (grade(work, seed=seed).exercises[0].checks for seed in (1, 1, 2))
    assert first == again
    assert first != other


JITTER = """
import asyncio
import random


async def bake_two_cakes(kitchen):
    # Right, but for a task that waits now and then: no two runs wait equally often.
    async def beat():
        while True:
            await asyncio.sleep(random.uniform(0.5, 20))

    async with asyncio.TaskGroup() as group:
        beating = group.create_task(beat())
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
        cakes = await asyncio.gather(*map(kitchen.bake, batters))
        beating.cancel()
    return list(cakes)
"""


def test_a_program_that_draws_lots_is_no_fault_of_the_kit(tmp_path: Path) -> None:
    (bakery,) = load().find(["bakery"])
    file = tmp_path / "bakery.py"
    file.write_text(JITTER, encoding="utf-8")
    for seed in range(3):
        report = grade([Submission(bakery, file, "bakery.py")], seed=seed)
        assert [check.status for check in report.exercises[0].checks][:3] == ["passed"] * 3


def test_an_answer_that_is_too_long_is_the_callers_error(tmp_path: Path) -> None:
    (bakery,) = load().find(["bakery"])
    file = tmp_path / "bakery.py"
    file.write_text("async def bake_two_cakes(kitchen):\n    await kitchen.mix('x' * 399_995)\n", encoding="utf-8")
    report = grade([Submission(bakery, file, "bakery.py")], seed=1)
    assert "400," in report.exercises[0].checks[0].message
    assert report.exercises[0].checks[0].status == "failed"


def test_two_services_of_one_name_are_refused(two: tuple[Exercise, Exercise]) -> None:
    twice, _ = two
    grader = (kit_root() / "graders" / f"{twice.chapter}" / f"test_{twice.name}.py").read_text(encoding="utf-8")
    twice.grader.write_text(
        grader.replace("lab.run(FUNCTION, kitchen)", "lab.run(FUNCTION, kitchen, Kitchen(lab))", 1), encoding="utf-8"
    )
    with pytest.raises(GraderFault, match="two services of one run are called 'kitchen'"):
        grade([Submission(twice, twice.solution, "bakery.py")], seed=1)


REWRITES = """
import os


async def bake_two_cakes(kitchen):
    with open(GRADER, "a") as file:
        file.write("\\nraise SystemExit('rewritten')\\n")
"""


def test_a_submission_comes_too_late_to_rewrite_the_next_ones_grader(
    two: tuple[Exercise, Exercise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel's layers keep it from nothing: graders are imported before any submission is run."""
    other = msgspec.structs.replace(two[0], slug="1_event_loop/other")
    for file in (other.grader, other.stub):
        shutil.copy(kit_root() / file.relative_to(tmp_path).with_stem(file.stem.replace("other", "bakery")), file)
    rewrites = tmp_path / "bakery.py"
    rewrites.write_text(f"GRADER = {str(other.grader)!r}\n{REWRITES}", encoding="utf-8")
    off = property(lambda self: {"landlock", "seccomp"}, lambda self, layers: None)
    monkeypatch.setattr(Engine, "without", off, raising=False)
    work = [Submission(two[1], rewrites, "bakery.py"), Submission(other, two[1].solution, "other.py")]
    report = grade(work, seed=1)
    assert "rewritten" in other.grader.read_text(encoding="utf-8"), report.exercises[0].checks[0].message
    assert [result.points for result in report.exercises] == [0, 10]


def test_a_check_that_runs_nothing_is_a_fault_and_no_points(two: tuple[Exercise, Exercise]) -> None:
    grader = two[0].grader.read_text(encoding="utf-8").replace("(lap)", "(lab)")
    two[0].grader.write_text(grader.replace('@check("Correct")', EMPTY, 1), encoding="utf-8")
    with pytest.raises(GraderFault, match=r"test_nothing of 1_event_loop/bakery passed without a single run"):
        grade([Submission(two[0], two[0].solution, "bakery.py")], seed=1)


EMPTY = '''@check("Nothing")
def test_nothing(lab):
    """Nothing is asked for."""


@check("Empty", needs="Nothing")
def test_empty(lab):
    """Nor here."""


@check("Idle", needs="Nothing")
def test_idle(lab):
    """Nor here."""


@check("Void", needs="Nothing")
def test_void(lab):
    """Nor here."""


@check("Bare", needs="Nothing")
def test_bare(lab):
    """Nor here."""


@check("Correct")'''

WATCHED = """
import sys
from pathlib import Path

folder = sys.argv[1]
seen = set()

def watch(event, arguments):
    if event in ("compile", "exec", "import", "open") and any(folder in str(each) for each in arguments):
        seen.add(event)

from asynclings.grading.session import grade
from asynclings.grading.submission import Submission
from asynclings.track import load

(bakery,) = load().find(["bakery"])
sys.addaudithook(watch)
report = grade([Submission(bakery, Path(folder) / "bakery.py", "bakery.py")], seed=1)
print(report.points, sorted(seen), [name for name, module in sys.modules.items()
      if folder in str(getattr(module, "__file__", ""))])
"""


def test_what_is_graded_is_read_by_the_grader_and_never_compiled_or_imported(tmp_path: Path) -> None:
    """Neither the file nor its copy: the learner's code lives in workers alone."""
    (bakery,) = load().find(["bakery"])
    (tmp_path / "bakery.py").write_bytes(bakery.solution.read_bytes())
    (tmp_path / "conftest.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}  # so that the copies, too, lie in the folder that is watched
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.stdout, done.stderr) == ("10 ['open'] []\n", "")
