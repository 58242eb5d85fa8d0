"""The loop of the bubble, where it waits in the operating system."""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from typing import Any, cast

import pytest

from asynclings.worker.bubble import Bubble
from asynclings.worker.loop import BubbleLoop


class Raced(deque[Any]):
    """Callbacks; right after the last time that somebody looks whether there are any, another thread adds one."""

    def __init__(self, loop: BubbleLoop, looks: int) -> None:
        super().__init__()
        self.loop = loop
        self.looks = looks

    def __bool__(self) -> bool:
        found = len(self) > 0
        self.looks -= 1
        if not self.looks:
            self.loop.call_soon_threadsafe(lambda: None)
        return found


@pytest.fixture
def loop() -> Iterator[BubbleLoop]:
    # Nobody here takes part in the bubble, so nobody is asked or told anything.
    with closing(BubbleLoop(Bubble(cast(Any, None), cast(Any, None)))) as loop:
        yield loop


@pytest.mark.parametrize("looks", [1, 2])
@pytest.mark.parametrize("files", [True, False])
def test_a_callback_from_outside_is_never_slept_through(
    loop: BubbleLoop, files: bool, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, woken = loop._virtual_selector.poll, []

    def poll_without_waiting(timeout: float | None) -> Any:
        events = poll(0)
        woken.append(bool(events) or timeout == 0)
        return events

    monkeypatch.setattr(loop._virtual_selector, "poll", poll_without_waiting)
    monkeypatch.setattr(loop, "_ready", Raced(loop, looks))
    reading, writing = os.pipe()
    if files:
        loop.add_reader(reading, lambda: None)
    loop.wait_for_events(None)
    loop.remove_reader(reading)
    os.close(reading)
    os.close(writing)
    assert len(loop._ready) == 1
    assert all(woken), "it would have slept while there was something to do"
