"""What the report says of the isolation: what a canary found, and why a layer is missing."""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from asynclings.grading import isolation
from asynclings.grading.isolation import NotIsolated, demand, isolation_of, with_processes
from asynclings.grading.session import Session, grade
from asynclings.grading.submission import Submission
from asynclings.report.model import Isolation
from asynclings.sandbox import landlock, seccomp, shared_memory
from asynclings.track import load

LINUX = sys.platform == "linux"
WHOLE = LINUX and landlock.available() >= 6 and seccomp.available()

ALL = ["process", "environment", "descriptors", "undumpable", "session", "rlimits", "capabilities", "parent_death"]
ALL += ["no_new_privs", "landlock:7", "seccomp"]
ATTEMPTS = {attempt for attempts in isolation._DENIES.values() for attempt in attempts}
DENIED = dict.fromkeys(ATTEMPTS, "denied")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda system: monkeypatch.setattr(platform, "system", lambda: system)


# ---------------------------------------------------------------- from what was found to what is said


@pytest.mark.parametrize(
    ("without", "allowed", "trust", "missing"),
    [
        ([], [], "strong", []),
        (["landlock:7"], ["read_private_file", "read_checks"], "medium", ["landlock"]),
        (["seccomp"], ["open_socket"], "medium", ["seccomp"]),
        (["parent_death"], [], "medium", ["parent_death"]),
        (["landlock:7", "seccomp", "rlimits"], ["take_memory"], "basic", ["rlimits", "landlock", "seccomp"]),
        (["environment"], ["read_environment"], "basic", ["environment"]),
    ],
)
def test_the_trust_is_what_the_layers_are_worth(
    without: list[str], allowed: list[str], trust: str, missing: list[str], on: Callable[[str], None]
) -> None:
    on("Linux")
    found = isolation_of([layer for layer in ALL if layer not in without], DENIED | dict.fromkeys(allowed, "allowed"))
    assert (found.trust, [layer.layer for layer in found.missing]) == (trust, missing)
    assert set(found.active) == {*ALL} - {*without, "process"}
    assert all(layer.why and layer.remedy for layer in found.missing)


@pytest.mark.parametrize(
    ("attempt", "layer", "trust"),
    [
        ("start_process", "seccomp", "medium"),
        ("read_checks", "landlock", "medium"),
        ("take_memory", "rlimits", "basic"),
    ],
)
def test_a_layer_that_did_not_hold_is_missing_whatever_the_worker_said(
    attempt: str, layer: str, trust: str, on: Callable[[str], None]
) -> None:
    on("Linux")
    found = isolation_of(ALL, DENIED | {attempt: "allowed"})
    (missing,) = found.missing
    assert (found.trust, missing.layer) == (trust, layer)
    assert missing.why == f"it was taken on, and yet the canary could {attempt.replace('_', ' ')}"


def test_an_attempt_that_ended_oddly_was_not_denied(on: Callable[[str], None]) -> None:
    on("Linux")
    assert isolation_of(ALL, DENIED | {"open_socket": "ValueError: odd"}).trust == "medium"
    assert isolation_of(ALL, {}).trust == "medium", "nothing was tried"


@pytest.mark.parametrize(
    ("system", "table", "landlock", "seccomp"),
    [
        ("Linux", True, "this kernel does not have it", "this kernel does not have it"),
        ("Linux", False, "this kernel does not have it", "on 64-bit x86_64 and aarch64 only"),
        ("Darwin", False, "only Linux has it", "only Linux has it"),
    ],
)
def test_a_missing_layer_has_its_reason(
    system: str, table: bool, landlock: str, seccomp: str, monkeypatch: pytest.MonkeyPatch, on: Callable[[str], None]
) -> None:
    on(system)
    monkeypatch.setattr(isolation.seccomp, "SUPPORTED", table)
    # macOS has these layers, and limits no memory.
    found = isolation_of(["environment", "descriptors", "session", "rlimits"], DENIED | {"take_memory": "allowed"})
    why = {layer.layer: layer.why for layer in found.missing}
    assert landlock in why["landlock"] and seccomp in why["seccomp"]
    assert found.trust == ("basic" if system == "Linux" else "medium")


def test_shared_memory_is_told_of_where_there_were_processes(on: Callable[[str], None]) -> None:
    on("Linux")
    found = isolation_of(ALL, DENIED)
    assert with_processes(found, [*ALL, "private_shm"]).active == (*found.active, "private_shm")
    without = with_processes(found, ALL)
    assert (without.trust, without.missing[-1].layer) == ("strong", "private_shm")


def test_less_than_is_demanded_is_refused_in_a_sentence(on: Callable[[str], None]) -> None:
    on("Linux")
    found = isolation_of([layer for layer in ALL if layer != "seccomp"], DENIED | {"open_socket": "allowed"})
    demand("medium", found)
    demand("basic", found)
    with pytest.raises(NotIsolated, match="strong isolation is asked for, and this machine has medium") as refused:
        demand("strong", found)
    assert "seccomp (this kernel does not have it" in str(refused.value)
    assert "CONFIG_SECCOMP_FILTER" in str(refused.value) and "--require-isolation medium" in str(refused.value)


# ---------------------------------------------------------------- what a canary finds


@pytest.fixture(scope="module")
def canary() -> Iterator[Callable[..., Isolation]]:
    """What a canary finds in a session without these layers."""
    with Session(1) as session:

        def examine(*without: str) -> Isolation:
            session.engine.without = frozenset(without)
            return isolation.examine(session.engine)

        yield examine


@pytest.mark.skipif(not WHOLE, reason="this machine lacks layers")
def test_with_all_layers_a_canary_is_denied_everything(canary: Callable[..., Isolation]) -> None:
    found = canary()
    assert (found.trust, found.missing) == ("strong", ())
    assert found.canary == DENIED


# What else has to be left out, where more than one layer keeps the canary from it; what it can do then.
ALONE: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "descriptors": ((), {"use_descriptors"}),
    "rlimits.memory": ((), {"take_memory"}),
    "rlimits.file_size": ((), {"write_long_file"}),
    "landlock": ((), {"read_private_file", "write_outside", "read_checks"}),
    "landlock.kit": ((), {"read_checks"}),
    "seccomp": ((), {"open_socket", "start_process"}),
    "seccomp.sockets": ((), {"open_socket"}),
    "seccomp.processes": ((), {"start_process"}),
    "seccomp.others": (("landlock.others",), {"signal_grader"}),
}


@pytest.mark.skipif(not WHOLE, reason="this machine lacks layers")
@pytest.mark.parametrize("layer", ALONE)
def test_a_canary_notices_a_layer_that_is_not_there(layer: str, canary: Callable[..., Isolation]) -> None:
    others, expected = ALONE[layer]
    found = canary(layer, *others)
    assert {attempt for attempt, outcome in found.canary.items() if outcome != "denied"} == expected
    assert found.trust != "strong"
    assert layer.partition(".")[0] in {missing.layer for missing in found.missing}


@pytest.mark.skipif(not WHOLE or os.getuid() != 0, reason="only root has capabilities to keep")
def test_a_canary_notices_that_it_is_root(canary: Callable[..., Isolation]) -> None:
    found = canary("capabilities")
    assert found.canary["become_root"] == "allowed"
    assert [missing.layer for missing in found.missing] == ["capabilities", "no_new_privs"]


@pytest.mark.skipif(not WHOLE or os.getuid() == 0, reason="root's capabilities are given up as well")
def test_a_canary_notices_that_programs_could_make_it_root(canary: Callable[..., Isolation]) -> None:
    found = canary("no_new_privs", "landlock", "seccomp")
    assert found.canary["become_root"] == "allowed"


def test_a_canary_notices_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "word")
    with Session(1, without={"environment"}) as session:
        assert session.isolation().canary["read_environment"] == "allowed"


def test_it_is_tried_once_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    with Session(1) as session:
        found = session.isolation()
        monkeypatch.setattr("asynclings.grading.session.examine", None)
        assert session.isolation() is found


@pytest.mark.skipif(not LINUX, reason="a layer of Linux")
def test_how_memory_is_shared_can_be_asked_for_without_a_grading() -> None:
    with Session(1) as session:
        found = session.isolation(processes=True)
        assert "private_shm" in {*found.active, *(missing.layer for missing in found.missing)}
        assert found.canary["start_process"] == "denied", "the trust is that of workers without processes"


# ---------------------------------------------------------------- in a grading


def test_nothing_is_run_where_the_machine_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    (bakery,) = load().find(["bakery"])
    started: list[Any] = []
    weak = isolation_of(["rlimits"], {})
    monkeypatch.setattr("asynclings.grading.session.examine", lambda engine: weak)
    with pytest.raises(NotIsolated):
        grade([Submission(bakery, bakery.solution, "bakery.py")], require="strong", on_start=started.append)
    assert started == []


def test_a_learner_waits_for_no_canary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclings.grading.session.examine", None)
    (bakery,) = load().find(["bakery"])
    found = grade([Submission(bakery, bakery.solution, "bakery.py")], require=None).isolation
    assert (found.trust, found.canary) == ("medium", {}), "nothing was tried, so nothing is known to be strong"


@pytest.mark.skipif(not LINUX, reason="a layer of Linux")
def test_the_report_says_what_an_exercise_was_allowed_and_how_its_memory_is_shared() -> None:
    bakery, primes = load().find(["bakery", "primes"])  # in the order of the course
    report = grade([Submission(each, each.solution, f"{each.slug}.py") for each in (bakery, primes)], seed=1)
    assert [result.policy for result in report.exercises] == [(), ("processes",)]
    told = {*report.isolation.active, *(missing.layer for missing in report.isolation.missing)}
    assert "private_shm" in told
    assert ("private_shm" in report.isolation.active) == (shared_memory.available() == "")
