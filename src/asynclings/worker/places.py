"""Where in the learner's file something happened."""

import asyncio
import gc
import os
import sys
import threading
from types import AsyncGeneratorType, CodeType, FrameType
from typing import Any

from asynclings.messages import NOWHERE, Where

_OUR_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_IMPORT_SYSTEM = "<frozen importlib._bootstrap>"


class Places:
    """Knows the learner's files; everything else (standard library, httpx, the kit) is passed over."""

    def __init__(self) -> None:
        self.files: frozenset[str] = frozenset()
        self.driver = ""

    def know(self, files: frozenset[str], driver: str) -> None:
        """These are the learner's files, and the exercise's driver (empty if there is none)."""
        self.files, self.driver = files, driver

    def belongs_to_us(self, file: str) -> bool:
        """Whether it is a file of the kit, or the exercise's driver: neither the learner's nor a library's."""
        return file == self.driver or file.startswith(_OUR_FOLDER)

    def here(self) -> Where:
        """The learner's innermost line of the calling thread."""
        return self.of_frame(sys._getframe(1))

    def imports(self) -> bool:
        """Whether the learner's innermost line is having a module imported, which then is the one that acts."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename not in self.files:
            if frame.f_code.co_filename == _IMPORT_SYSTEM:
                return True
            frame = frame.f_back
        return False

    def of_frame(self, frame: FrameType | None) -> Where:
        """The learner's innermost line at or above a frame."""
        while frame is not None:
            if frame.f_code.co_filename in self.files:
                return self.at(frame.f_code, frame.f_lineno or 0)
            frame = frame.f_back
        return NOWHERE

    def of_coroutine(self, coroutine: Any) -> Where:
        """The learner's innermost line of a suspended coroutine, or of the coroutines it awaits."""
        place = NOWHERE
        for _ in range(50):
            frame = _of_any_kind(coroutine, "frame")
            if frame is None:
                break
            if frame.f_code.co_filename in self.files:
                place = self.at(frame.f_code, frame.f_lineno or 0)
            coroutine = awaited_by(coroutine)
        return place

    def of_origin(self, coroutine: Any) -> Where:
        """The learner's line that made a coroutine; it is known where the tracking of origins is on."""
        for file, line, function in getattr(coroutine, "cr_origin", None) or ():
            if file in self.files:
                return Where(file.replace("\\", "/").rsplit("/", 1)[-1], line, function)
        return NOWHERE

    def of_task(self, coroutine: Any) -> Where:
        """Where a task is, or, if all of it is a library's, where its coroutine was made."""
        place = self.of_coroutine(coroutine)
        return place if place is not NOWHERE else self.of_origin(coroutine)

    def of_error(self, error: BaseException) -> Where:
        """The learner's innermost line that an error has passed through."""
        place, traceback = NOWHERE, error.__traceback__
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename in self.files:
                place = self.at(code, traceback.tb_lineno or 0)
            traceback = traceback.tb_next
        return place

    def of_code(self, code: CodeType) -> Where:
        """Where a function of the learner begins."""
        return self.at(code, code.co_firstlineno) if code.co_filename in self.files else NOWHERE

    def at(self, code: CodeType, line: int) -> Where:
        """A line of a function of the learner."""
        return Where(code.co_filename.replace("\\", "/").rsplit("/", 1)[-1], line, str(code.co_name)[:200])


def awaited_by(coroutine: Any) -> Any:
    """What a suspended coroutine awaits; of a step of an asynchronous generator, that generator."""
    found = _of_any_kind(coroutine, "await") or getattr(coroutine, "gi_yieldfrom", None)
    if type(found).__name__ in ("async_generator_asend", "async_generator_athrow"):
        # It has no attribute that says whose step it is.
        return next((part for part in gc.get_referents(found) if isinstance(part, AsyncGeneratorType)), None)
    return found


def _of_any_kind(coroutine: Any, what: str) -> Any:
    """The same attribute of a coroutine, a generator or an asynchronous generator; None if it has none of these."""
    return next((found for kind in ("cr", "gi", "ag") if (found := getattr(coroutine, f"{kind}_{what}", None))), None)


def who_asks(places: Places) -> tuple[str, Where]:
    """The running task's name, or the thread's, and the learner's line.

    A task may be all httpx's (``create_task(client.get(url))``); then the line is where the learner made its coroutine.
    """
    where = places.here()
    task = asyncio.current_task() if asyncio._get_running_loop() is not None else None
    if task is None:
        return threading.current_thread().name[:60], where
    return task.get_name()[:60], where if where is not NOWHERE else places.of_origin(task.get_coro())
