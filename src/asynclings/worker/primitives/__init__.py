"""Blocking primitives of the standard library that know the bubble.

Each one first asks whether the calling thread is a participant; threads outside the bubble (a process pool's manager,
say) keep real time and real waits. `install` is called once, before httpx and any submission are imported.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from asynclings.worker import hashing
from asynclings.worker.bubble import Bubble
from asynclings.worker.participants import current
from asynclings.worker.primitives import clock, locks, processes, thread_pools, threads


def install(new_event_loop: Callable[[Bubble], asyncio.AbstractEventLoop]) -> None:
    """Put the primitives in place, in this process, for good."""
    real_new_event_loop = asyncio.events.new_event_loop

    def new_loop() -> asyncio.AbstractEventLoop:
        me = current()
        return real_new_event_loop() if me is None else new_event_loop(me.bubble)

    asyncio.events.new_event_loop = asyncio.new_event_loop = new_loop
    asyncio.runners.events.new_event_loop = new_loop  # type: ignore[attr-defined]
    # `asyncio.get_event_loop` asks the policy; 3.14 gives its class another name.
    events: Any = asyncio.events
    policy = getattr(events, "BaseDefaultEventLoopPolicy", None) or events._BaseDefaultEventLoopPolicy
    real_of_policy = policy.new_event_loop

    def new_loop_of_policy(self: Any) -> Any:
        me = current()
        return real_of_policy(self) if me is None else new_event_loop(me.bubble)

    policy.new_event_loop = new_loop_of_policy
    for part in (clock, hashing, locks, threads, thread_pools, processes):
        part.install()
