"""regrade: which clones and exercises it grades, what it writes, what it says, and how it ends."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import report
from asynclings.batch import pool
from asynclings.grading.failures import GraderFault
from asynclings.report import NotWritten
from asynclings.sandbox import landlock, seccomp
from asynclings.trouble import Trouble

Run = Callable[..., Any]


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ada has pages and race, bob pages alone; `empty` is no clone. The current folder is the one above."""
    for name, slugs in {"ada": ("2_io/pages", "3_threads/race"), "bob": ("2_io/pages",)}.items():
        for slug in slugs:
            file = tmp_path / "clones" / name / "exercises" / f"{slug}.py"
            file.parent.mkdir(parents=True)
            file.write_text("# work\n")
    (tmp_path / "clones" / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "clones"


@pytest.fixture
def template_repository(tmp_path: Path) -> Path:
    file = tmp_path / "teachers/.github/kit/assignment.yml"
    file.parent.mkdir(parents=True)
    file.write_text(
        'schema: asynclings/assignment/v1\ncourse: "C"\nseconds: 45\npoints: 10\n'
        "exercises:\n  2_io/crawler: {points: 10}\n  2_io/pages: {points: 10}\n"
    )
    return tmp_path / "teachers"


def summary(folder: str = "results") -> Any:
    return json.loads((Path(folder) / "summary.json").read_text("utf-8"))


def test_each_clone_gets_its_report_and_all_a_table(asynclings: Run, clones: Path, grader: Any) -> None:
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages", "--seed", "7")
    assert outcome.code == 0
    assert outcome.out.splitlines()[:5] == [
        "Clone      Points  Changed",
        "ada         10/10  not compared",
        "bob         10/10  not compared",
        "empty  not graded",
        "",
    ]
    assert "empty was not graded. It holds no exercise of the track" in outcome.out
    assert "Seed 7, asynclings" in outcome.out
    assert outcome.err == "1/3 ada: 10 points\n2/3 bob: 10 points\n3/3 empty: not graded\n"
    assert sorted(path.name for path in Path("results/reports").iterdir()) == [
        "ada.json", "ada.md", "bob.json", "bob.md"
    ]  # fmt: skip
    assert json.loads(Path("results/reports/bob.json").read_text())["points"] == 10
    rows = list(csv.DictReader(Path("results/summary.csv").read_text("utf-8").splitlines()))
    assert [(row["clone"], row["points"]) for row in rows] == [("ada", "10"), ("bob", "10"), ("empty", "")]
    assert [clone["points"] for clone in summary()["clones"]] == [10, 10, None]


def test_all_are_graded_with_one_seed_which_is_told_only_in_the_end(
    asynclings: Run, clones: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = []
    from asynclings.grading import session

    grade = session.grade
    monkeypatch.setattr(session, "grade", lambda *args, **more: (seeds.append(more["seed"]), grade(*args, **more))[1])
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages")
    assert len(seeds) == 2
    assert seeds[0] == seeds[1] == summary()["seed"]
    assert str(seeds[0]) not in outcome.err
    asynclings("regrade", "clones", "--into", "again", "--exercise", "pages")
    assert summary("again")["seed"] != seeds[0]


def test_what_any_clone_has_counts_for_all_and_is_told(asynclings: Run, clones: Path, grader: Any) -> None:
    outcome = asynclings("regrade", "clones/ada", "clones/bob", "--into", "results")
    assert "Every exercise that a clone has counts for all: 2_io/pages, 3_threads/race." in outcome.err
    assert summary()["max_points"] == 20
    assert list(grader.graded) == ["2_io/pages", "3_threads/race"], "bob, too"


def test_the_template_repository_says_what_counts(
    asynclings: Run, clones: Path, grader: Any, template_repository: Path
) -> None:
    outcome = asynclings("regrade", "clones/bob", "--into", "results", "--template-repository", template_repository)
    assert outcome.code == 0
    assert list(grader.graded) == ["2_io/pages", "2_io/crawler"]
    assert grader.options["seconds"] == 45
    assert "counts for all" not in outcome.err
    assert "bob is not as it was handed out: .github/kit/assignment.yml removed." in outcome.out
    asynclings(
        *("regrade", "clones/bob", "--into", "results", "--template-repository", template_repository),
        *("--exercise", "race", "--seconds", "3"),
    )
    assert list(grader.graded) == ["3_threads/race"]
    assert grader.options["seconds"] == 3


def test_other_points_in_the_learners_own_run_are_shown(asynclings: Run, clones: Path, grader: Any) -> None:
    grader.statuses = {"2_io/pages": "failed"}
    (clones.parent / "artifacts/ada").mkdir(parents=True)
    asynclings("grade", "clones/ada", "--report", "json=artifacts/ada/report.json")
    forged = Path("artifacts/ada/report.json").read_text().replace('"points": 0', '"points": 10')
    Path("artifacts/ada/report.json").write_text(forged)
    outcome = asynclings("regrade", "clones", "--into", "results", "--claimed", "artifacts")
    assert outcome.out.splitlines()[:4] == [
        "Clone      Points  Own run        Changed",
        "ada         10/20  differs 10/20  not compared",
        "bob         10/20  none           not compared",
        "empty  not graded",
    ]
    assert "ada has other points in the learner's own run: 2_io/pages 10 there, 0 here." in outcome.out


def test_a_track_that_a_clone_brings_along_is_not_used_and_stops_nobody(
    asynclings: Run, clones: Path, grader: Any
) -> None:
    planted = clones / "ada/.github/kit/track/exercises/track.yml"
    planted.parent.mkdir(parents=True)
    planted.write_text("schema: asynclings/track/v1\nchapters: {}\nexercises: {}\n")
    outcome = asynclings("regrade", "clones/ada", "clones/bob", "--into", "results", "--exercise", "pages")
    assert outcome.code == 0
    assert [clone["points"] for clone in summary()["clones"]] == [10, 10]


def test_a_later_regrading_replaces_the_earlier(asynclings: Run, clones: Path, grader: Any) -> None:
    asynclings("regrade", "clones", "--into", "results", "--exercise", "pages", "--seed", "1")
    asynclings("regrade", "clones", "--into", "results", "--exercise", "pages", "--seed", "2")
    assert summary()["seed"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["clones"], "the following arguments are required: --into"),
        (["--into", "results"], "the following arguments are required: CLONES"),
        (["clones", "--into", "results", "--claimed", "gone"], "There is no folder 'gone'. Name another one with --cl"),
        (["clones", "--into", "results", "--template-repository", "gone"], "Name another one with --template-repo"),
        (["clones", "--into", "results", "--template-repository", "clones/bob"], "clones/bob/.github/kit/assignment"),
        (["clones", "--into", "results", "--exercise", "page"], "Did you mean 'pages'?"),
        (["clones", "--into", "clones/bob/exercises/2_io/pages.py"], "cannot be made: Not a directory. Name one that"),
        (["clones", "--into", "results", "--seconds", "0"], "'0' is not a number of seconds above 0"),
        (["clones", "--into", "results", "--jobs", "0"], "'0' is not a number from 1 to 1000"),
    ],
)
def test_wrong_usage_is_named_before_anything_is_graded(
    asynclings: Run, clones: Path, grader: Any, words: list[str], said: str
) -> None:
    outcome = asynclings("regrade", *words)
    assert outcome.code == 2
    assert said in " ".join(outcome.err.split())
    assert not grader.submissions


@pytest.mark.parametrize(
    ("landlock_version", "name", "words", "size"),
    [
        (7, "primes", [], None),
        (7, "primes", ["--jobs", "2"], 2),
        (5, "pages", ["--jobs", "2"], 2),
        (5, "primes", [], 1),
        (0, "pages", [], 1),
        (0, "pages", ["--jobs", "1"], 1),
    ],
)
def test_where_the_kernel_does_not_keep_them_from_each_other_one_follows_another(
    asynclings: Run,
    clones: Path,
    grader: Any,
    stand_in_pool: Any,
    monkeypatch: pytest.MonkeyPatch,
    landlock_version: int,
    name: str,
    words: list[str],
    size: int | None,
) -> None:
    sizes = []

    def made(processes: int | None) -> Any:
        sizes.append(processes)
        return stand_in_pool(processes)

    monkeypatch.setattr(pool, "GradingPool", made)
    monkeypatch.setattr(seccomp, "available", lambda: True)
    monkeypatch.setattr(landlock, "available", lambda: landlock_version)
    assert asynclings("regrade", "clones", "--into", "results", "--exercise", name, *words).code == 0
    assert sizes == [size]


def test_several_at_a_time_are_refused_there(
    asynclings: Run, clones: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "available", lambda: 5)
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "primes", "--jobs", "2")
    assert outcome.code == 2
    assert "--jobs 2: the kernel of this machine does not keep submissions" in outcome.err
    assert not Path("results").exists()


def test_not_a_single_clone_is_an_error_with_its_reasons(asynclings: Run, clones: Path, grader: Any) -> None:
    outcome = asynclings("regrade", "clones/empty", "gone", "--into", "results")
    assert outcome.code == 2
    assert "gone was not graded. There is no such folder." in outcome.out
    assert "asynclings: Not a single clone could be graded; the table says why.\n" in outcome.err
    assert [clone["problem"] != "" for clone in summary()["clones"]] == [True, True]


def test_trouble_with_the_machine_is_told_for_each_clone(asynclings: Run, clones: Path, grader: Any) -> None:
    grader.error = Trouble("Submissions cannot be run.")
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages")
    assert outcome.code == 2
    assert "ada was not graded. Submissions cannot be run." in outcome.out


def test_a_fault_of_the_kit_is_told_when_everything_is_written(asynclings: Run, clones: Path, grader: Any) -> None:
    grader.faults = [GraderFault("The check broke."), GraderFault("Another broke.")]
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages")
    assert outcome.code == 3
    assert "The check broke." in outcome.err
    assert outcome.err.count("Another broke.") == 1, "the same fault with each clone is told once"
    assert [clone["points"] for clone in summary()["clones"]] == [10, 10, None]


def test_a_report_that_cannot_be_written_does_not_lose_the_others(
    asynclings: Run, clones: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = report.write

    def refuse(graded: Any, format: str, path: Path) -> None:
        if path.name == "ada.json":
            raise NotWritten("ada.json could not be written.")
        write(graded, format, path)

    monkeypatch.setattr(report, "write", refuse)
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages")
    assert outcome.code == 2
    assert "asynclings: ada.json could not be written.\n" in outcome.err
    assert sorted(path.name for path in Path("results/reports").iterdir()) == ["ada.md", "bob.json", "bob.md"]
    assert len(summary()["clones"]) == 3


@pytest.mark.parametrize(
    ("trust", "words", "code"),
    [("strong", [], 0), ("medium", [], 2), ("medium", ["--require-isolation", "medium"], 0)],
)
def test_the_work_of_others_is_graded_only_where_it_is_well_shielded(
    asynclings: Run, clones: Path, grader: Any, trust: str, words: list[str], code: int
) -> None:
    grader.trust = trust
    outcome = asynclings("regrade", "clones", "--into", "results", "--exercise", "pages", *words)
    assert outcome.code == code
    assert grader.options.get("require") == ((words or ["strong"])[-1] if code == 0 else None)
    assert Path("results").exists() == (code == 0)
    assert ("strong isolation is asked for, and this machine has medium" in outcome.err) == (code == 2)
