"""Scripts: a submission's file run as a program, its processes seen from outside."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading import CheckFailed, GraderFault, Lab
from asynclings.grading.engine import Engine
from asynclings.grading.submission import take
from asynclings.sandbox.keeper import Keeper

MakeLab = Callable[..., Lab]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def lab_with(engine: Engine, tmp_path: Path) -> MakeLab:
    def make(source: str, policy: tuple[str, ...] = ("processes",)) -> Lab:
        (tmp_path / "program.py").write_text(source, encoding="utf-8")
        return Lab(engine, take(tmp_path / "program.py", tmp_path / "copy"), "seed", 60, policy)

    return make


def test_a_script_is_the_main_program_and_has_a_command_line(lab_with: MakeLab) -> None:
    run = lab_with("import sys\nprint(__name__, *sys.argv[1:])\n").run_script("3", "--loud")
    assert run.exited(0).lines == ["__main__ 3 --loud"]


def test_a_file_that_is_only_imported_has_its_own_name(lab_with: MakeLab) -> None:
    assert lab_with("print(__name__)\n").run_script(main=False).exited(0).lines == ["program"]


@pytest.mark.parametrize(
    ("leaving", "status", "lines"),
    [
        ("sys.exit()", 0, []),
        ("sys.exit(3)", 3, []),
        ("sys.exit('no')", 1, ["no"]),
        ("raise SystemExit(True)", 1, []),
    ],
)
def test_the_exit_status_is_that_of_an_interpreter(
    lab_with: MakeLab, leaving: str, status: int, lines: list[str]
) -> None:
    assert lab_with(f"import sys\n{leaving}\n").run_script().exited(status).lines == lines


def test_an_error_of_a_script_is_told_with_its_line(lab_with: MakeLab) -> None:
    with pytest.raises(CheckFailed, match=r"program.py should have come to its end. It raised Zero") as failed:
        lab_with("def f():\n    return 1 / 0\n\nf()\n").run_script().exited(0)
    assert failed.value.where is not None and failed.value.where.line == 2


CHILDREN = """
import multiprocessing, os, sys

def work():
    print(os.getpid(), os.getppid())

if __name__ == "__main__":
    children = [multiprocessing.Process(target=work) for _ in range(3)]
    for child in children:
        child.start()
    {ending}
"""
JOINED = "[child.join() for child in children]"


@pytest.mark.parametrize("start_method", ["fork", "spawn"])
def test_processes_are_seen_with_their_parents(lab_with: MakeLab, start_method: str) -> None:
    run = lab_with(CHILDREN.format(ending=JOINED)).run_script(start_method=start_method)
    run.exited(0).had_children(3).joined_all()
    assert sorted(run.lines) == sorted(f"{pid} {run.pid}" for pid in run.children)


def test_forked_children_that_wait_for_each_other_are_there_together(lab_with: MakeLab) -> None:
    lab_with(CHILDREN.format(ending=JOINED)).run_script(start_method="fork").started_together()


def test_who_is_not_joined_is_named_though_the_interpreter_waits_for_it(lab_with: MakeLab) -> None:
    run = lab_with(CHILDREN.format(ending="pass")).run_script(start_method="fork").exited(0).had_children(3)
    assert len(run.lines) == 3
    with pytest.raises(CheckFailed, match="nobody had joined the process Process-"):
        run.joined_all()


def test_a_process_that_is_only_said_to_be_there_is_not_on_the_list(lab_with: MakeLab) -> None:
    lie = """
import os, time
for word in ("1", "x"):
    open(f"{os.environ['ASYNCLINGS_RENDEZVOUS']}/born-{word}", "w")
time.sleep(0.1)
"""
    run = lab_with(lie).run_script()
    assert run.exited(0).children == {}


def test_a_script_needs_the_policy(lab_with: MakeLab) -> None:
    with pytest.raises(GraderFault, match="policy"):
        lab_with("", policy=()).run_script()
