"""Say what works on this machine and what does not: Python, limits and layers of isolation, start-up times."""

import os
import platform
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from statistics import median
from textwrap import fill
from time import perf_counter
from typing import TYPE_CHECKING

from asynclings.cli.screen import say
from asynclings.kit import kit_root, kit_version
from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.report.model import Isolation

EXAMPLE = "  asynclings doctor"

_ROUNDS = 5
_STARTS = {
    "Python alone": "pass",
    "with asyncio": "import asyncio",
    "with asyncio and httpx": "import asyncio, httpx",
}


def arguments(parser: ArgumentParser) -> None:
    """This command takes none."""


def run(arguments: Namespace) -> int:
    from asynclings.sandbox import keeper

    say(f"asynclings {kit_version()}, kit in {kit_root()}")
    say(f"Python {platform.python_version()} ({platform.python_implementation()}), {sys.executable}")
    say(f"{platform.platform()}, {os.cpu_count()} processors")
    try:
        keeper.require_fork()
        from asynclings.grading.session import Session

        with Session() as session:
            found = session.isolation(processes=True)
    except Trouble as trouble:
        say(f"\nSubmissions cannot be run: {_reason(trouble)}")
        return 2
    say(f"\nIsolation of submissions: {found.trust}")
    _explain(found)
    say(f"\nStart-up, median of {_ROUNDS}")
    for what, code in _STARTS.items():
        say(f"  {_start_up(code) * 1000:6.0f} ms  {what}")
    if sys.dont_write_bytecode:
        say("  PYTHONDONTWRITEBYTECODE is set: every start compiles anew. Unset it, and checks start sooner.")
    return 0


def _explain(found: "Isolation") -> None:
    """The layers that are there, those that are not and how to get them, and what the canary could do."""
    for layer in found.active:
        say(f"  active   {layer}")
    for missing in found.missing:
        say(f"  missing  {missing.layer}: {missing.why}")
        say(f"           to get it, {missing.remedy}")
    denied = [attempt for attempt, outcome in found.canary.items() if outcome == "denied"]
    possible = [attempt for attempt in found.canary if attempt not in denied]
    for what, attempts in (("was denied", denied), ("was not denied", possible)):
        if attempts:
            say(f"  A program that tried {what}:")
            said = ", ".join(attempt.replace("_", " ") for attempt in attempts)
            say(fill(said, 80, initial_indent="    ", subsequent_indent="    "))
    if found.missing:
        say("  Grading works like this, with less between a submission and this machine.")


def _reason(trouble: Trouble) -> str:
    """What the trouble says, but for its advice to run this command."""
    return str(trouble).removeprefix("Submissions cannot be run: ").removesuffix("Try `asynclings doctor`.").rstrip()


def _start_up(code: str) -> float:
    """Median seconds of real time that a fresh interpreter takes to run ``code``."""

    def once() -> float:
        begun = perf_counter()
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
        return perf_counter() - begun

    return median(once() for _ in range(_ROUNDS))
