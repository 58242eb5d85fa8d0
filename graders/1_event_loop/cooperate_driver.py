"""Hands `total` a generator whose every number is counted, with somebody beside it who takes every turn there is."""

import asyncio
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Any

IDLE_TURNS = 20  # in a row, without a number between them: then whoever waits for time to pass may have it
PAUSE = 0.5  # virtual seconds


class Hall:
    """The numbers and the others: `hall` hears after how many numbers they got a turn."""

    def __init__(self, hall: Any, values: list[int]) -> None:
        self.hall = hall
        self.values = values
        self.drawn = 0
        self.turns = 0
        self.open = True
        self.fails_at: int | None = None
        self.closes_at: int | None = None
        self.cancels_at: int | None = None
        self.task: asyncio.Task[int] | None = None
        self._thread = threading.get_ident()

    def numbers(self) -> Iterator[int]:
        for value in self.values:
            if not self.open:
                return
            if self.drawn == self.fails_at:
                raise ValueError(f"line {self.drawn} of the log cannot be read")
            if threading.get_ident() != self._thread:
                self._thread = threading.get_ident()
                self.hall.other_thread()
            self.drawn += 1
            yield value

    async def others(self) -> None:
        """Take a turn whenever there is one; several in a row, with no number between them, count as one."""
        told, idle = -1, 0
        while True:
            if self.drawn == told:
                idle += 1
            else:
                told, idle = self.drawn, 0
                self.turn()
            await asyncio.sleep(PAUSE if idle > IDLE_TURNS else 0)

    def turn(self) -> None:
        self.hall.turn(self.drawn)
        self.turns += self.drawn > 0
        if self.turns == self.closes_at:
            self.open = False
        if self.turns == self.cancels_at and self.task is not None and not self.task.cancelling():
            self.hall.cancelled(self.drawn)
            self.task.cancel()

    async def total(self, submission: ModuleType, options: dict[str, int]) -> int:
        others = asyncio.create_task(self.others(), name="the others")
        try:
            result: int = await submission.total(self.numbers(), **options)
            return result
        finally:
            self.hall.over(self.drawn)
            others.cancel()
            await asyncio.gather(others, return_exceptions=True)


async def add_up(submission: ModuleType, service: Any, values: list[int], options: dict[str, int]) -> int:
    """Numbers that end where they end."""
    return await Hall(service, values).total(submission, options)


async def add_up_until_closed(
    submission: ModuleType, service: Any, values: list[int], options: dict[str, int], turns: int
) -> int:
    """Numbers that end when the others had so many turns."""
    hall = Hall(service, values)
    hall.closes_at = turns
    return await hall.total(submission, options)


async def add_up_broken(
    submission: ModuleType, service: Any, values: list[int], options: dict[str, int], fails_at: int
) -> int:
    """Numbers that break off with an error after so many."""
    hall = Hall(service, values)
    hall.fails_at = fails_at
    return await hall.total(submission, options)


async def add_up_cancelled(
    submission: ModuleType, service: Any, values: list[int], options: dict[str, int], turn: int
) -> bool:
    """The others cancel the sum in their n-th turn; whether it says that it was cancelled."""
    hall = Hall(service, values)
    hall.cancels_at = turn
    hall.task = asyncio.create_task(hall.total(submission, options), name="total")
    await asyncio.wait([hall.task])
    if not hall.task.cancelled():
        hall.task.result()
    return hall.task.cancelled()
