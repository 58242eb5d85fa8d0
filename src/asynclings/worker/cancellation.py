"""Where a submission swallows its cancellation: the line of its ``except``, or of whatever else keeps it back.

The error is followed with a trace function (`sys.settrace`) from the moment of the cancellation on, through the frames
that it passes. A frame that lets it go on is followed by the one that awaits it; so the last one that has it, keeps it.
"""

import asyncio
import sys
from types import FrameType
from typing import Any

from asynclings.messages import NOWHERE, Where
from asynclings.worker.handlers import heads
from asynclings.worker.places import Places

_HEADS = ("except", "with")


class CancellationTrace:
    """Follows the cancellation of one task."""

    def __init__(self, task: "asyncio.Task[Any]", places: Places) -> None:
        self._task = task
        self._places = places
        self._frame: FrameType | None = None  # that has the error, until it has dealt with it
        self._raised_in = 0  # the line in it
        self._seen = False  # whether it has come to a handler there
        self._heads: tuple[str, ...] = _HEADS  # what the next line is if it is the head of one, too
        self._of_task = self._of_others = NOWHERE

    def begin(self) -> None:
        """Follow what happens in the calling thread from now on."""
        sys.settrace(self._enter)

    def end(self) -> Where:
        """Follow it no more; where it was swallowed, if it was: in the task itself, or in one that it awaited."""
        sys.settrace(None)
        return self._of_others if self._of_task is NOWHERE else self._of_task

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self._follow if frame.f_code.co_filename in self._places.files else None

    def _follow(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "exception" and issubclass(argument[0], asyncio.CancelledError):
            self._frame, self._raised_in = frame, frame.f_lineno
            self._seen, self._heads = False, _HEADS
            self._take_down(frame)
        elif event == "line" and frame is self._frame and frame.f_lineno != self._raised_in:
            self._handle(frame)
        return self._follow

    def _handle(self, frame: FrameType) -> None:
        """A line after the error: the head of a handler, or the first of its body, and so the end of the search."""
        head = heads(frame.f_code).get(frame.f_lineno)
        is_head = head in self._heads
        if is_head or not self._seen:  # a `finally` is no line that is carried out; the first one in it is
            self._take_down(frame)
        if head == "except":
            self._heads = ("except",)  # a `with` that follows is in the body of this one
        self._seen = True
        self._frame = frame if is_head else None

    def _take_down(self, frame: FrameType) -> None:
        if asyncio.current_task() is self._task:
            self._of_task = self._places.of_frame(frame)
        else:
            self._of_others = self._places.of_frame(frame)
