"""doctor: what this machine can do, with what is missing and why."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from asynclings.cli import doctor
from asynclings.grading import session
from asynclings.report.model import Isolation, Missing
from asynclings.sandbox.keeper import NoZygote
from asynclings.trouble import Trouble

Run = Callable[..., Any]


class Session:
    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def isolation(self, processes: bool) -> Isolation:
        missing = (Missing(layer="seccomp", why="only Linux has it", remedy="grade on Linux"),)
        canary = {"raise_limit": "denied", "open_socket": "allowed", "take_memory": "denied"}
        return Isolation(trust="basic", platform="test", active=("rlimits",), missing=missing, canary=canary)


def test_it_names_layers_reasons_and_start_up_times(asynclings: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "Session", Session)
    monkeypatch.setattr(doctor, "_start_up", {"pass": 0.0104, "import asyncio": 0.06}.get)
    monkeypatch.setattr(doctor, "_STARTS", {"Python alone": "pass", "with asyncio": "import asyncio"})
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    outcome = asynclings("doctor")
    assert outcome.code == 0
    assert f"Python {sys.version.split()[0]}" in outcome.out
    assert (
        "Isolation of submissions: basic\n"
        "  active   rlimits\n"
        "  missing  seccomp: only Linux has it\n"
        "           to get it, grade on Linux\n"
        "  A program that tried was denied:\n"
        "    raise limit, take memory\n"
        "  A program that tried was not denied:\n"
        "    open socket\n"
    ) in outcome.out
    assert "      10 ms  Python alone\n      60 ms  with asyncio\n" in outcome.out
    assert "PYTHONDONTWRITEBYTECODE is set" in outcome.out


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (NoZygote("Submissions cannot be run: it died. Try `asynclings doctor`."), "it died."),
        (
            session.EnvironmentTrouble("The process cannot be started: no memory. Try `asynclings doctor`."),
            "The process cannot be started: no memory.",
        ),
    ],
)
def test_where_submissions_cannot_be_run_it_says_why_and_on_what_machine(
    asynclings: Run, monkeypatch: pytest.MonkeyPatch, trouble: Trouble, reason: str
) -> None:
    def isolation(session: Session, processes: bool) -> Isolation:
        raise trouble

    monkeypatch.setattr(Session, "isolation", isolation)
    monkeypatch.setattr(session, "Session", Session)
    outcome = asynclings("doctor")
    assert outcome.code == 2
    assert outcome.out.startswith("asynclings ")
    assert f"\nPython {sys.version.split()[0]}" in outcome.out
    assert outcome.out.endswith(f"processors\n\nSubmissions cannot be run: {reason}\n")
    assert outcome.err == ""


def test_a_start_up_is_the_median_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    seconds = iter([0.5, 0.25, 4.0, 0.125, 1.0])

    def start(command: list[str], *, check: bool) -> None:
        assert (command, check) == ([sys.executable, "-I", "-c", "import asyncio"], True)
        clock[0] += next(seconds)

    monkeypatch.setattr(doctor, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(doctor.subprocess, "run", start)
    assert doctor._start_up("import asyncio") == 0.5
    assert next(seconds, None) is None
