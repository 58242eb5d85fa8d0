"""A machine that is busy, to show that no verdict depends on how busy it is."""

import multiprocessing
import os
import signal
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
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=burn, args=(os.getpid(),), daemon=True) for _ in range(processes)]
    try:
        for process in started:
            process.start()
        yield
    finally:
        for process in started:
            if process.pid is not None:
                process.kill()
                process.join()
