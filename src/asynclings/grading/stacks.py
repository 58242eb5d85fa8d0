"""Where the threads of a worker are, by what faulthandler writes down when it is asked, or when they crash."""

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

from asynclings.grading.program import Program
from asynclings.values import Frame


def ask_for_stacks(pid: int) -> None:
    """Have the worker write down where it is: its processor limit's signal does that, and then ends it."""
    with suppress(ProcessLookupError, AttributeError):
        os.kill(pid, signal.SIGXCPU)


_STACK_LINE = re.compile(r'^  File "([^"]*)", line (\d{1,7}) in (.{1,100})$')
_WAITING_IN = f"worker{os.sep}bubble.py"  # where the threads are that wait for their turn


def read_stacks(file: int, program: Program) -> tuple[Frame, ...]:
    """The learner's frames in what faulthandler wrote, innermost first; those of waiting threads come last."""
    text = os.pread(file, 100_000, 0).decode("utf-8", "replace")
    running: list[Frame] = []
    waiting: list[Frame] = []
    for thread in text.split("\n\n"):
        lines = [found for line in thread.splitlines() if (found := _STACK_LINE.match(line)) is not None]
        asleep = bool(lines) and lines[0][1].endswith(_WAITING_IN)
        (waiting if asleep else running).extend(
            Frame(Path(found[1]).name, int(found[2]), found[3])
            for found in lines
            if Path(found[1]).parent == program.folder and Path(found[1]).name in program.files
        )
    return tuple([*running, *waiting][:10])
