"""What the weather office hands out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


class JobError(Exception):
    """A job could not be done."""


@dataclass(frozen=True)
class Job:
    """Something to be done. What ``run()`` does depends on its kind.

    ``async``: it is a coroutine function; the coroutine belongs to the running event loop.
    ``blocking``: it returns the result, and holds up the calling thread until it has it.
    ``cpu``: it computes the result, and needs the processor all the while; it can be pickled.
    """

    kind: Literal["async", "blocking", "cpu"]
    run: Callable[[], Any]
