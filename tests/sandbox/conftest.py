"""Forked children that take on a layer and then try something, and a process that they may try it on."""

import ctypes
import errno
import os
import signal
from collections.abc import Callable, Iterator

import pytest

Action = Callable[[], object]

_PR_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


def outcome(action: Action, layer: Action | None = None) -> str:
    """What became of a child that took on a layer and did this: its answer, the error's name, or how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        status = 70
        try:
            if layer is not None:
                layer()
            text = str(action())
            status = 0
        except OSError as error:
            text = errno.errorcode.get(error.errno or 0, repr(error))
            status = 0
        except BaseException as error:
            text = repr(error)
        finally:
            os.write(writing, text.encode()[:4000])
            os._exit(status)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read().decode()
    finally:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status < 0:
        return signal.Signals(-status).name
    return said or f"exit {status}"


@pytest.fixture
def victim() -> Iterator[int]:
    """A process of ours that lets anybody trace it, and waits to be killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)
        os.write(writing, b"+")
        while True:
            signal.pause()
    os.read(reading, 1)
    os.close(reading)
    os.close(writing)
    yield pid
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


@pytest.fixture(name="outcome")
def outcome_fixture() -> Callable[..., str]:
    return outcome
