"""Virtual time."""

import heapq
import itertools
from collections.abc import Callable

from asynclings.messages import NEVER

HORIZON = 3600.0  # virtual seconds that a run may take, unless the grader says otherwise


def instant(seconds: float) -> float:
    """A time in whole nanoseconds, so that sums of decimals (0.1 + 0.2) compare as a reader expects."""
    return round(seconds, 9)


class Clock:
    """The time, and what is going to happen. ``now`` is in virtual seconds since the run began."""

    def __init__(self) -> None:
        self.now = 0.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Let ``action`` happen ``seconds`` from now; events of one instant happen in the order they were asked for.

        As a submission may have said how many, there are none too many.
        """
        heapq.heappush(self._events, (instant(self.now + min(max(0.0, seconds), NEVER)), next(self._order), action))

    def next_event(self) -> float | None:
        return self._events[0][0] if self._events else None

    def move_to(self, time: float) -> None:
        """Set the time and let everything happen that is due."""
        self.now = max(self.now, instant(time))
        while self._events and self._events[0][0] <= self.now:
            heapq.heappop(self._events)[2]()

    def restart(self) -> None:
        """Time begins again, with nothing ahead."""
        self.now = 0.0
        self._events.clear()
