"""Where the threads of a worker are, by what faulthandler writes down when it is asked, or when they crash."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from asynclings.grading.program import Program
from asynclings.messages import Where


@dataclass(frozen=True)
class Halt:
    """A line of the learner's at which a thread was, and what it had called there: ``process.join``; often nothing."""

    where: Where
    called: str


def ask_for_stacks(pid: int) -> None:
    """Have the worker write down where it is: its processor limit's signal does that, and then ends it."""
    with suppress(ProcessLookupError, AttributeError):
        os.kill(pid, signal.SIGXCPU)


_STACK_LINE = re.compile(r'^  File "([^"]*)", line (\d{1,7}) in (.{1,100})$')
_WAITING_IN = f"worker{os.sep}bubble.py"  # where the threads are that wait for their turn


def read_stacks(file: int, program: Program) -> tuple[Halt, ...]:
    """The learner's lines in what faulthandler wrote, innermost first; those of waiting threads come last."""
    text = os.pread(file, 100_000, 0).decode("utf-8", "replace")
    running: list[Halt] = []
    waiting: list[Halt] = []
    for thread in text.split("\n\n"):
        frames = [found for line in thread.splitlines() if (found := _STACK_LINE.match(line)) is not None]
        asleep = bool(frames) and frames[0][1].endswith(_WAITING_IN)
        (waiting if asleep else running).extend(_halts(frames, program))
    return tuple([*running, *waiting][:10])


def _halts(frames: list[re.Match[str]], program: Program) -> Iterator[Halt]:
    called = ""
    for frame in frames:  # the innermost one is first
        file, line, function = Path(frame[1]), int(frame[2]), frame[3]
        if file.parent == program.folder and file.name in program.files:
            yield Halt(Where(file.name, line, function), called)
        called = f"{file.stem}.{function}"
