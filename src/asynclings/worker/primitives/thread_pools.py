"""`multiprocessing.pool.ThreadPool`: a pool of threads that its three helpers run as if it were one of processes.

They hear of changes through a pipe with a lock of the operating system, which a run without processes may not have, and
for which no participant could wait in the bubble. A queue of threads does the same.
"""

import queue
from types import ModuleType
from typing import Any

from asynclings.worker.late import when_imported
from asynclings.worker.participants import current


def install() -> None:
    """From its first import on."""
    when_imported("multiprocessing.pool", _put_in_place)


class Notifier(queue._PySimpleQueue):  # type: ignore[misc, name-defined]
    """The end of a pipe and what may be written into it, in one."""

    @property
    def _reader(self) -> "Notifier":
        return self


class _Context:
    """A context of multiprocessing, but for the pipe."""

    SimpleQueue = Notifier

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _put_in_place(module: ModuleType) -> None:
    pools, threads = vars(module)["Pool"], vars(module)["ThreadPool"]
    real_setup, real_wait = threads._setup_queues, pools._wait_for_updates

    def setup_queues(self: Any) -> None:
        real_setup(self)
        if current() is not None:
            self._ctx = _Context(self._ctx)

    def wait_for_updates(sentinels: Any, notifier: Any, timeout: float | None = None) -> None:
        if isinstance(notifier, Notifier):
            notifier.get()
            while not notifier.empty():
                notifier.get()
        else:
            real_wait(sentinels, notifier, timeout)

    threads._setup_queues, pools._wait_for_updates = setup_queues, staticmethod(wait_for_updates)
