"""The moments of a run: where it can be cancelled, told by what it was doing then.

Neither a time nor the number of a turn would do. A program that sleeps a nanosecond, some hundred times, before it
begins would be cancelled in these sleeps alone, and one that is up to nothing whenever it expects to be cancelled never
while it works.
"""

from dataclasses import dataclass

from asynclings.messages import RESOLUTION
from asynclings.world.clock import instant


@dataclass(frozen=True)
class Moment:
    """A wait in the course of a run.

    So many operations had ``begun`` and ``ended``, the last of it ``after`` virtual seconds ago; it lasted so ``long``.
    ``turn`` tells those apart that began at once, one after another, from 0.
    """

    begun: int
    ended: int
    after: float
    long: float
    turn: int


class Timeline:
    """What a run is doing, turn by turn. ``cancel_at`` is where it is to be cancelled."""

    def __init__(self, cancel_at: Moment | None) -> None:
        self.moments: list[Moment] = []
        self._cancel_at = cancel_at
        self._state = (0, 0)
        self._since = 0.0

    def look(self, begun: int, ended: int, now: float) -> None:
        """So many operations have begun and ended by ``now``."""
        if (begun, ended) != self._state:
            self._state, self._since = (begun, ended), now

    def begin_turn(self, now: float) -> Moment:
        """Everything waits. (How long, nobody knows yet.)"""
        after = instant(now - self._since)
        turn = 0
        if self.moments:
            last = self.moments[-1]
            if (last.begun, last.ended, last.after, last.long) == (*self._state, after, 0.0):
                turn = last.turn + 1
        return Moment(*self._state, after, 0.0, turn)

    def end_turn(self, begun: Moment, long: float) -> None:
        self.moments.append(Moment(begun.begun, begun.ended, begun.after, instant(long), begun.turn))

    def cancellation(self, turn: Moment) -> float | None:
        """When, in the turn that goes on, it is to be cancelled, if it goes on like this: half-way through."""
        at = self._cancel_at
        if at is None or (at.begun, at.ended) != self._state:
            return None
        if at.long:
            return instant(self._since + at.after + at.long / 2)
        same = abs(turn.after - at.after) <= RESOLUTION and turn.turn == at.turn
        return self._since + at.after if same else None
