"""Data: drawn for every grading, the same again for the same seed, and unknown to a submission before its run.

That every check draws its own, tests/template/test_each_alone.py shows.
"""

import random
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings.grading.engine import Engine, Order, Program
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.messages import encode
from asynclings.sandbox.keeper import Keeper
from asynclings.track import load
from asynclings.world.world import World


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as opened:
        yield opened


# ---------------------------------------------------------------- the seed


def test_a_seed_is_drawn_that_nobody_can_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """From `secrets`, not from the clock, nor from a generator whose state could be found out."""
    asked = []
    monkeypatch.setattr(secrets, "randbelow", lambda bound: asked.append(bound) or 77)
    random.seed(1)
    with Session() as session:
        assert (session.seed, asked) == (77, [2**32])


def test_no_worker_and_no_zygote_hears_of_the_seed(session: Session, told: Any) -> None:
    seed = 7_351_994_220_613_371  # more digits than anything else that is sent
    (bakery,) = load().find(["bakery"])
    told.by(session, Submission(bakery, bakery.solution, bakery.slug), seed)
    assert len(told.everything) > 20
    assert not [sent for sent in told.everything if str(seed).encode() in sent or encode(seed)[1:] in sent]
    (zygote,) = psutil.Process().children()
    assert str(seed) not in f"{zygote.cmdline()} {zygote.environ()}"


def test_the_report_names_the_seed_and_the_seed_repeats_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from asynclings.cli import main
    from asynclings.report.json import load as report

    (bakery,) = load().find(["bakery"])
    (tmp_path / "work" / bakery.chapter).mkdir(parents=True)
    (tmp_path / "work" / f"{bakery.slug}.py").write_bytes(bakery.solution.read_bytes())

    def graded(*words: str) -> Any:
        where = tmp_path / "report.json"
        assert main(["grade", str(tmp_path / "work"), "--report", f"json={where}", *words]) == 0
        return report(where.read_bytes())

    first = graded()
    shown = capsys.readouterr()
    assert f"seed {first.seed}" in shown.out.lower()
    assert str(first.seed) not in shown.err  # which is written while it is graded
    again, other = graded("--seed", str(first.seed)), graded("--seed", str(first.seed + 1))
    assert again.exercises[0].checks == first.exercises[0].checks
    assert other.exercises[0].checks != first.exercises[0].checks


# ---------------------------------------------------------------- what a worker draws

LOTS = """
import random


def draw():
    return [random.random(), hash("word")]
"""


def drawn(tmp_path: Path, keeper: Keeper) -> list[Any]:
    """What a worker of this zygote draws, and what the hash of a word is there."""
    (tmp_path / "lots.py").write_text(LOTS, encoding="utf-8")
    program = Program(tmp_path, ("lots.py",), "lots")
    value: list[Any] = Engine(keeper).run(program, Order("draw", (), "sync"), World([], {})).value
    return value


def test_no_two_workers_draw_the_same_lots(tmp_path: Path) -> None:
    """They are forks of one process, and with it would have its generator."""
    keeper = Keeper()
    try:
        (one, hashed), (other, again) = drawn(tmp_path, keeper), drawn(tmp_path, keeper)
    finally:
        keeper.close()
    assert one != other
    assert hashed == again, "the order of sets is the same in all runs of a grading"


def test_no_two_gradings_hash_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do they if the grader's own hashes are fixed."""
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    found = []
    for _ in range(2):
        keeper = Keeper()
        try:
            found.append(drawn(tmp_path, keeper)[1])
        finally:
            keeper.close()
    assert found[0] != found[1]
