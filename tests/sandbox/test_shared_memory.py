"""Where a machine gives no mount namespace, processes share the machine's `/dev/shm`; all else is as it was."""

import subprocess
import sys

import pytest

from asynclings.sandbox import landlock, seccomp
from asynclings.sandbox.layers import LAYERS

pytestmark = pytest.mark.skipif(
    not (landlock.available() and seccomp.available()),
    reason="another seccomp filter plays the machine that gives none",
)

# All that the filter still denies are mounts, namespaces and the like: as containers and Ubuntu do.
GIVES_NONE = f"""
from asynclings.sandbox import seccomp
from asynclings.sandbox.layers import Layers

others = {{f"seccomp.{{rule}}" for rule in {LAYERS["seccomp"]!r}}} - {{"seccomp.machine"}}
seccomp.build(processes=True, layers=Layers(frozenset(others))).install()
"""
GRADE = """
from asynclings.grading.session import Session, Submission
from asynclings.track import load

with Session(seed=1) as session:
    exercise = next(each for each in load().exercises if each.name == "word_count")
    result = session.grade(Submission(exercise, exercise.solution, "word_count"))
    isolation = session.isolation(processes=True)
print(result.points == result.max_points > 0, isolation.trust, [missing.layer for missing in isolation.missing])
"""


def said_by(source: str) -> str:
    """What a Python prints of whose processes none may have a mount namespace, once it has run this."""
    command = [sys.executable, "-I", "-c", GIVES_NONE + source]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=100).stdout.strip()


def test_why_there_is_none_is_said() -> None:
    why = said_by("from asynclings.sandbox import shared_memory\nprint(shared_memory.available())")
    assert why.startswith("this machine gives no ") and why.endswith(" namespace (Operation not permitted)")


def test_an_exercise_on_processes_is_graded_all_the_same_and_the_report_says_what_is_missing() -> None:
    assert said_by(GRADE) == "True strong ['private_shm']"
