"""Who takes part in the virtual time of a run, and what each of them waits for."""

import _thread
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asynclings.worker.bubble import Bubble


class Participant:
    """A thread of the run. Its gate opens when it is handed the baton."""

    __slots__ = ("bubble", "gate", "ident", "joiners", "name", "over", "waiter")

    def __init__(self, bubble: "Bubble", name: str) -> None:
        self.bubble = bubble
        self.name = name
        self.ident = 0
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.waiter: Waiter | None = None
        self.over = False
        self.joiners: list[Waiter] = []


class Waiter:
    """One blocking wait of one participant. ``what`` says, for a learner, what is waited for."""

    __slots__ = ("blocked", "done", "participant", "timed_out", "value", "what")

    def __init__(self, participant: Participant, what: str) -> None:
        self.participant = participant
        self.what = what
        self.done = self.blocked = self.timed_out = False
        self.value: Any = None

    def release(self) -> None:
        """What `threading.Condition.notify` calls; a waiter that was woken already makes it try the next."""
        if not self.participant.bubble.wake(self):
            raise RuntimeError("this waiter was woken already")


MEMBERS: dict[int, Participant] = {}  # the participants of the run, by thread ident; empty in a child process


def current() -> Participant | None:
    """The participant that is running in this thread; None in threads outside the bubble."""
    return MEMBERS.get(_thread.get_ident())


@contextmanager
def outside() -> Iterator[None]:
    """The calling participant is an outsider for a while: its waits are real, and time stands still meanwhile."""
    ident = _thread.get_ident()
    member = MEMBERS.pop(ident, None)
    try:
        yield
    finally:
        if member is not None:
            MEMBERS[ident] = member
