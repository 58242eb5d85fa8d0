"""What came of work outside the bubble, kept until everybody waits and all of it is over.

Which of several processes is done first is the system's choice, and would decide in which order the loop hears of them,
and what it has done in between. So it hears of all at once, in the order in which the jobs were submitted. Where jobs
wait for each other (a rendezvous of the kit's own work), nothing is kept: one may be submitted after another's outcome.
"""

import _thread
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Outcomes:
    """Of the jobs of one run. All but `telling` is to be used under the bubble's mutex."""

    def __init__(self) -> None:
        self.kept = True
        """Whether anything is kept."""
        self._jobs = itertools.count()
        self._telling: dict[int, int] = {}  # by thread: the job whose outcome it tells
        self._waiting: list[tuple[int, Callable[[], object]]] = []

    def new_job(self) -> int:
        """The number of a job that is about to be submitted."""
        return next(self._jobs)

    @contextmanager
    def telling(self, job: int) -> Iterator[None]:
        """What the calling thread gives to `keep` meanwhile is this job's."""
        me = _thread.get_ident()
        before = self._telling.get(me)
        self._telling[me] = job
        try:
            yield
        finally:
            if before is None:
                del self._telling[me]
            else:
                self._telling[me] = before

    @property
    def tells(self) -> bool:
        """Whether the calling thread tells of a job, and it is to be kept."""
        return self.kept and _thread.get_ident() in self._telling

    def keep(self, deliver: Callable[[], object]) -> None:
        """Keep what ``deliver`` delivers, of the job that the calling thread tells of."""
        self._waiting.append((self._telling[_thread.get_ident()], deliver))

    def deliver(self) -> bool:
        """Deliver all that is kept, in the order of the jobs; whether there was anything."""
        waiting, self._waiting = sorted(self._waiting, key=lambda outcome: outcome[0]), []
        for _, deliver in waiting:
            deliver()
        return bool(waiting)
