"""How a participant waits, and what a learner calls that."""

from collections.abc import Callable
from types import FrameType

from asynclings.worker.participants import Waiter, current


def wait(
    what: str, deadline: float | None, register: Callable[[Waiter], None] | None = None, noticed: bool = True
) -> bool:
    """Block the calling participant; a wait in an event loop's thread is noticed. Returns False on timeout."""
    me = current()
    assert me is not None
    if noticed:
        me.bubble.observer.blocking_call(what)
    waiter = Waiter(me, what)
    if register is not None:
        register(waiter)
    return me.bubble.wait(waiter, deadline)


def waited_for(frame: FrameType | None) -> str:
    """Which of the things built on `threading.Condition` waits: the outermost frame inside the standard library."""
    name = "a threading.Condition"
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module in _BUILT_ON_CONDITION:
            name = f"{frame.f_code.co_qualname}()"
        elif module not in _OURS:
            break
        frame = frame.f_back
    return name


_BUILT_ON_CONDITION = {
    "threading",
    "queue",
    "concurrent.futures._base",
    "concurrent.futures.thread",
}
_OURS = {f"{__package__}.{part}" for part in ("locks", "threads")}
