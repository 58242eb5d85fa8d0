"""Gives an event loop a clock and tasks, and tells the world which task ran when."""

from collections.abc import Callable, Generator
from types import ModuleType
from typing import Any

Script = tuple[str, list[float | None]]
"""A task's name, and what it yields: None to give way, seconds to sleep."""

Task = Generator[Any, None, Any]

LOOKS = 300_000  # at the clock, in which no task has its turn and no time passes


class NeverRests(BaseException):
    """The clock was asked again and again, and never let pass any time. No task may catch this."""


class Clock:
    """The world's clock, with a memory of what time it is, so that looking at it costs nothing."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._now = 0.0
        self._looks = 0

    def now(self) -> float:
        self._looks += 1
        if self._looks > LOOKS:
            raise NeverRests
        return self._now

    def sleep(self, seconds: float) -> None:
        self._world.sleep(seconds)
        self._now += seconds
        self._looks = 0

    def turn(self) -> None:
        """A task has its turn: however often a loop looks for each of them, it gets on."""
        self._looks = 0


class Bench:
    """A loop under test."""

    def __init__(self, submission: ModuleType, world: Any) -> None:
        self.world = world
        self.sleep: Callable[[float], Any] = submission.sleep
        self.clock = Clock(world)
        self.loop = submission.EventLoop(self.clock)

    def spawn(self, script: Script) -> Any:
        return self.loop.spawn(self.task(*script))

    def task(self, name: str, wishes: list[float | None]) -> Task:
        """A task that tells of each of its turns."""
        for wish in wishes:
            self.clock.turn()
            self.world.ran(name)
            yield None if wish is None else self.sleep(wish)
        self.clock.turn()
        self.world.ran(name)
        return f"{name} is done"

    def run(self) -> None:
        try:
            self.loop.run()
        except NeverRests:
            self.world.never_rested()


def outcome(handle: Any) -> Any:
    """What a task returned or raised."""
    result = handle.result
    try:
        return result()
    except Exception as error:
        return error


def follow(submission: ModuleType, world: Any, runs: list[list[Script]]) -> list[Any]:
    """Run these tasks, and in another run of the same loop those of the next list; what they all returned."""
    bench = Bench(submission, world)
    handles = []
    for scripts in runs:
        handles += [bench.spawn(script) for script in scripts]
        bench.run()
    return [handle.result() for handle in handles]


def with_failures(submission: ModuleType, world: Any, scripts: list[Script], failing: list[str]) -> list[Any]:
    """Some tasks fail when they have done their script."""
    bench = Bench(submission, world)

    def task(name: str, wishes: list[float | None]) -> Task:
        result = yield from bench.task(name, wishes)
        if name in failing:
            raise LookupError(f"{name} has failed")
        return result

    handles = [bench.loop.spawn(task(*script)) for script in scripts]
    bench.run()
    return [outcome(handle) for handle in handles]


def family(submission: ModuleType, world: Any, names: list[str]) -> list[Any]:
    """Each task spawns the next one, after it has slept a while."""
    bench = Bench(submission, world)
    handles = []

    def parent(left: list[str]) -> Task:
        bench.clock.turn()
        yield bench.sleep(1)
        if len(left) > 1:
            handles.append(bench.loop.spawn(parent(left[1:])))
        yield
        return f"{left[0]} is done"

    handles.append(bench.loop.spawn(parent(names)))
    bench.run()
    return [outcome(handle) for handle in handles]


def crowd(submission: ModuleType, world: Any, number: int, sleepers: int) -> int:
    """So many tasks, some of which sleep; the sum of their results."""
    bench = Bench(submission, world)

    def task(n: int) -> Task:
        bench.clock.turn()
        yield bench.sleep(1 + n % 2) if n < sleepers else None
        bench.clock.turn()
        return n

    handles = [bench.loop.spawn(task(n)) for n in range(number)]
    bench.run()
    return sum(handle.result() for handle in handles)
