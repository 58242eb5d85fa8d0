"""A machine that is busy, to show that no verdict depends on how busy it is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BUSY_PROCESSES = 8
_TURNS = 1_000_000  # a fraction of a second


def burn(parent: int) -> None:
    """Keep a processor busy as long as the process ``parent`` is there."""
    signal.signal(signal.SIGINT, lambda number, frame: None)  # Ctrl-C is for the parent, which ends us
    while os.getppid() == parent:
        for _ in range(_TURNS):
            pass


@contextmanager
def load_of(processes: int) -> Iterator[None]:
    """So many busy processes beside this one."""
    command = [sys.executable, "-I", "-m", "asynclings.author.load", str(os.getpid())]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(processes):
            started.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


if __name__ == "__main__":
    burn(int(sys.argv[1]))
