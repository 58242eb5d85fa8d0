"""What came of work outside the bubble, kept until everybody waits and all of it is over.

Which of several processes is done first is the system's choice, and would decide in which order the loop hears of them,
and what it has done in between. So it hears of all at once, in the order in which the jobs were submitted.
"""

import _thread
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Outcomes:
    """Of the jobs of one run. To be used under the bubble's mutex, but for `telling`."""

    def __init__(self) -> None:
        self._jobs = itertools.count()
        self._told: dict[int, int | None] = {}  # by thread: the job whose outcome it tells
        self._kept: list[tuple[int, Callable[[], object]]] = []

    def new_job(self) -> int:
        """The number of a job that is about to be submitted."""
        return next(self._jobs)

    @contextmanager
    def telling(self, job: int) -> Iterator[None]:
        """What the calling thread gives to `keep` meanwhile is this job's."""
        me = _thread.get_ident()
        before = self._told.get(me)
        self._told[me] = job
        try:
            yield
        finally:
            self._told[me] = before

    def keep(self, deliver: Callable[[], object]) -> bool:
        """Keep what ``deliver`` delivers; False, and nothing is kept, if the calling thread tells of no job."""
        job = self._told.get(_thread.get_ident())
        if job is None:
            return False
        self._kept.append((job, deliver))
        return True

    def deliver(self) -> bool:
        """Deliver all that is kept, in the order of the jobs; whether there was anything."""
        kept, self._kept = sorted(self._kept, key=lambda outcome: outcome[0]), []
        for _, deliver in kept:
            deliver()
        return bool(kept)
