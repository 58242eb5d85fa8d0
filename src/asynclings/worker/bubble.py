"""The bubble: every thread and event loop of a run, on one virtual clock, one at a time.

A *participant* is a thread of the run. It is *durably blocked* when only another participant or the world can wake it.
Participants run one at a time, handing a *baton* at each blocking point, so what happens within one virtual instant is
as reproducible as the instants themselves. When the last of them blocks, and nothing outside the bubble is pending,
the world is asked where time goes. So there is no instant at which "everybody waits" is a guess, and no real-time
threshold takes part in any verdict. (The idea of durable blocking is that of Go's testing/synctest.)
"""

import _thread
import heapq
import itertools
import random
import sys
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

from asynclings.messages import LOOK_LIMIT, NEVER, RESOLUTION, Advance, Blocked, Message, Stop, Waits
from asynclings.worker.outcomes import Outcomes
from asynclings.worker.participants import MEMBERS, Participant, Waiter, current
from asynclings.worker.places import Places

SETTLING_LIMIT = 1_000  # times that others may be let run at the end of a run


class Wire(Protocol):
    def say(self, message: Message) -> None: ...
    def ask(self, message: Blocked) -> Advance | Stop: ...
    def give_up(self, reason: str, waits: list[Waits]) -> None: ...


class Observer(Protocol):
    """Hears of what may lower a score."""

    places: Places

    def blocking_call(self, what: str) -> None: ...
    def thread_started(self, thread: Any, member: Participant) -> None: ...
    def lock_created(self, maker: FrameType) -> bool: ...
    def idle_loop(self) -> None: ...
    def generator_dropped(self, generator: Any) -> None: ...


class Bubble:
    """One run's participants, timers and pending operations. ``now`` is in virtual seconds."""

    def __init__(self, wire: Wire, observer: Observer, shuffle: int | None = None) -> None:
        self.now = 0.0
        self.reachable = False
        """Whether the world can be asked for operations: not while the submission is imported."""
        self.wire = wire
        self.observer = observer
        self.shuffle = None if shuffle is None else random.Random(shuffle)
        self.tasks: Callable[[], list[Waits]] = list
        self.on_cancel: Callable[[], None] = lambda: None
        # Re-entrant: a finaliser that the garbage collector runs inside may come back in. Participants need it only
        # against threads outside the bubble.
        self.mutex = _thread.RLock()
        self._ready: deque[Participant] = deque()
        self._holder: Participant | None = None
        self._choosing = False
        self._external = 0
        self.outcomes = Outcomes()
        self._timers: list[tuple[float, int, Waiter]] = []
        self._order = itertools.count()
        self._pending: dict[int, Callable[[Any, str | None], None]] = {}
        self._operations = itertools.count(1)
        self._spins = 0

    # ------------------------------------------------------------ participants

    def enter(self, name: str) -> None:
        """The calling thread joins, as the first."""
        member = Participant(self, name)
        member.ident = _thread.get_ident()
        MEMBERS[member.ident] = member
        self._holder = member

    def expect(self, name: str) -> Participant:
        """A thread is about to be started: it is counted from now on, not from when it first runs."""
        member = Participant(self, name)
        with self.mutex:
            self._make_ready(member)
        return member

    def unexpect(self, member: Participant) -> None:
        """The thread could not be started after all."""
        with self.mutex:
            self._ready.remove(member)

    def arrive(self, member: Participant) -> None:
        """Called in the new thread: wait for the baton, then run."""
        member.ident = _thread.get_ident()
        member.gate.acquire()
        MEMBERS[member.ident] = member

    def leave(self, member: Participant) -> None:
        """The thread is over: wake who joins it, and hand on the baton."""
        with self.mutex:
            member.over = True
            MEMBERS.pop(member.ident, None)
            for waiter in member.joiners:
                self.wake(waiter)
            chosen = self._choose()
            self._holder = chosen
            if chosen is not None:
                chosen.gate.release()

    # ------------------------------------------------------------ blocking and waking

    def wait(self, waiter: Waiter, deadline: float | None = None) -> bool:
        """Block the calling participant until it is woken; False if ``deadline`` (virtual seconds) came first."""
        me = waiter.participant
        with self.mutex:
            if waiter.done:
                return not waiter.timed_out
            waiter.blocked = True
            me.waiter = waiter
            if deadline is not None and deadline < NEVER:
                heapq.heappush(self._timers, (deadline, next(self._order), waiter))
            chosen = self._choose()
            self._holder = chosen
        self._hand_over(me, chosen)
        me.waiter = None
        return not waiter.timed_out

    def wake(self, waiter: Waiter, timed_out: bool = False) -> bool:
        """Make a waiting participant runnable; False if something else was faster. Safe from any thread."""
        with self.mutex:
            if waiter.done:
                return False
            waiter.done = True
            waiter.timed_out = timed_out
            if waiter.blocked:
                self._make_ready(waiter.participant)
            return True

    def give_way(self) -> None:
        """Let the other runnable participants run before the calling one goes on."""
        me = current()
        if me is None:
            return
        with self.mutex:
            if not self._ready:
                return
            self._ready.append(me)
            chosen = self._choose()
            self._holder = chosen
        self._hand_over(me, chosen)

    def spin(self) -> None:
        """The calling participant looked at something, and did not wait. Too often in one instant is a livelock."""
        self._spins += 1
        if self._spins > LOOK_LIMIT:
            self._stop("livelock")

    def look(self) -> None:
        """It looked at something that only others change: they get their turn first."""
        self.spin()
        if self._ready:
            self.give_way()

    def settle(self) -> None:
        """Let everybody run who can run in this instant, within reason: what is about to end has ended then."""
        for _ in range(SETTLING_LIMIT):
            if not self._ready:
                break
            self.give_way()

    def _hand_over(self, me: Participant, chosen: Participant | None) -> None:
        if chosen is me:
            return
        if chosen is not None:
            chosen.gate.release()
        me.gate.acquire()

    def _make_ready(self, member: Participant) -> None:
        self._ready.append(member)
        if self._holder is None and not self._choosing:
            self._go_on()

    def _go_on(self) -> None:
        """Everybody waited for something outside, and here it is."""
        self._choosing = True  # whoever becomes able to run meanwhile, in `_ask`, is one to choose from, and no more
        try:
            chosen = self._holder = self._choose()
        finally:
            self._choosing = False
        if chosen is not None:
            chosen.gate.release()

    def _choose(self) -> Participant | None:
        """Who runs next; time moves until there is somebody. None while something outside is pending."""
        while not self._ready:
            if self._external:
                return None
            if not self.outcomes.deliver():
                self._ask()
        if self.shuffle is not None and len(self._ready) > 1:
            self._ready.rotate(-self.shuffle.randrange(len(self._ready)))
        return self._ready.popleft()

    # ------------------------------------------------------------ time

    def later(self, seconds: float) -> float:
        """The time so many virtual seconds from now; if they are more than none, it differs from now.

        Who waits for a deadline computes what is left of it, and because of binary fractions that may be 4e-16 s. On a
        clock of whole nanoseconds that would be no time at all, and a loop that waits on until the deadline would never
        reach it. A real clock always has gone on.
        """
        return self.now + (max(seconds, RESOLUTION) if seconds > 0 else seconds)

    def _ask(self) -> None:
        while self._timers and self._timers[0][2].done:
            heapq.heappop(self._timers)
        advance = self.wire.ask(Blocked(self._timers[0][0] if self._timers else None))
        if isinstance(advance, Stop):
            self._stop(advance.reason)
            return
        self.now = advance.now
        self._spins = 0
        if advance.cancel:
            self.on_cancel()
        for arrival in advance.arrivals:
            deliver = self._pending.pop(arrival.id, None)
            if deliver is not None:
                deliver(arrival.value, arrival.error)
        while self._timers and self._timers[0][0] <= self.now + RESOLUTION:
            self.wake(heapq.heappop(self._timers)[2], timed_out=True)

    def _stop(self, reason: str) -> None:
        self.wire.give_up(reason, self.waits())

    # ------------------------------------------------------------ operations

    def begin(self, deliver: Callable[[Any, str | None], None] | None) -> int:
        """A fresh operation's id; ``deliver`` gets its outcome, with the baton held."""
        identity = next(self._operations)
        if deliver is not None:
            self._pending[identity] = deliver
        return identity

    def abandon(self, identity: int) -> bool:
        """Nobody waits for the operation any more; False if it has ended."""
        return self._pending.pop(identity, None) is not None

    # ------------------------------------------------------------ work outside

    def hold_time(self) -> Callable[[], None]:
        """Time stands still until the returned function is called, from any thread; further calls do nothing."""
        with self.mutex:
            self._external += 1
        over = False

        def release() -> None:
            nonlocal over
            with self.mutex:
                if over:
                    return
                over = True
                self._external -= 1
                if self._holder is None and not self._external:
                    self._go_on()

        return release

    # ------------------------------------------------------------ who waits for what

    def waits(self) -> list[Waits]:
        """What every thread and task waits for, with the learner's line."""
        frames = sys._current_frames()
        found = self.tasks()[:90]  # the threads must be told of, too
        told = any(waits.where.file for waits in found)
        for ident, member in list(MEMBERS.items())[:100]:
            what = member.waiter.what if member.waiter is not None else "nothing: it is running"
            where = self.observer.places.of_frame(frames.get(ident))
            # Where there are tasks, they speak for the thread of their loop, unless it has a line and they have none.
            loop_waits = what.startswith("the event loop") and (told or not where.file)
            loop_runs = member.waiter is None and not where.file
            if found and (loop_waits or loop_runs):
                continue
            found.append(Waits(member.name, what, where))
        return found[:100]
