"""Running a submission as a script: as the main program, with a command line, and with its processes called by name."""

import importlib.util
import multiprocessing.process
import os
import sys
import time
from typing import Any

from asynclings.messages import BORN, SEEN
from asynclings.workloads import wait_at_gate

PATIENCE = 20.0  # real seconds; whoever looks from outside looks some hundred times a second
POLLING = 0.002  # real seconds


def run_script(path: str, name: str, arguments: list[str]) -> int:
    """Run a file as the module ``name``; its exit status. Raises what the script raises."""
    sys.argv = [path, *arguments]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    if name == "__main__":
        module.__spec__ = None  # a script has none; by this multiprocessing knows that it must look for the file
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SystemExit as leaving:
        return _status(leaving.code)
    return 0


def _status(code: Any) -> int:
    """What the interpreter would make of the argument of `sys.exit`."""
    if code is None or type(code) in (int, bool):
        return int(code or 0)
    print(code, file=sys.stderr)
    return 1


def call_the_roll(folder: str) -> None:
    """From now on, whoever starts a process waits until it was seen from outside, and who is forked, at the gate.

    One that has ended by then is still there to be seen, until somebody joins it.
    """
    os.register_at_fork(after_in_child=lambda: wait_at_gate(folder))
    kind: Any = multiprocessing.process.BaseProcess
    real_start = kind.start

    def start(process: multiprocessing.process.BaseProcess) -> None:
        real_start(process)
        with open(os.path.join(folder, f"{BORN}{process.pid}"), "w"):
            pass
        end = time.monotonic() + PATIENCE
        while not os.path.exists(os.path.join(folder, f"{SEEN}{process.pid}")) and time.monotonic() < end:
            time.sleep(POLLING)

    kind.start = start
