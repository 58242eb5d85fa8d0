"""Random programs of threads and tasks on the virtual clock, against calculations that know no clock at all.

Each case is a program with its parameters; the submission runs a whole batch of them in one worker, and says at which
virtual instants things happened. The oracles here work these out in another way, with a few sorted numbers.
"""

import heapq
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.lab import Lab

PROGRAMS = Path(__file__).with_name("programs.py")
BATCHES, CASES = 10, 40

Case = list[Any]  # the name of a program, and its parameters; all times in tenths of a second


def first_free(durations: list[int], workers: int) -> list[int]:
    """When each job ends if whoever is free first takes the next one."""
    free = [0] * workers
    ends = []
    for duration in durations:
        ends.append(heapq.heappop(free) + duration)
        heapq.heappush(free, ends[-1])
    return sorted(ends)


def consumed(count: int, period: int, service: int, consumers: int, size: int) -> list[int]:
    """When each item is done: one producer, every ``period``; a full queue makes it wait."""
    free = [0] * consumers
    put_at, taken_at, done = 0, [], []
    for n in range(count):
        put_at += period
        if size and n >= size:
            put_at = max(put_at, sorted(taken_at)[n - size])
        taken_at.append(max(put_at, heapq.heappop(free)))
        done.append(taken_at[-1] + service)
        heapq.heappush(free, done[-1])
    return sorted(done)


def one_after_another(durations: list[int]) -> list[int]:
    return [sum(durations)] * len(durations)


def rounds(durations: list[list[int]]) -> list[int]:
    """When each party passes each barrier: when its slowest has come."""
    slowest = [max(column) for column in zip(*durations, strict=True)]
    return sorted(sum(slowest[: n + 1]) for n in range(len(slowest)) for _ in durations)


def timed_out(durations: list[int], patience: list[int]) -> list[int]:
    """Who gets a lock in time: it is held for each duration in turn, and who waits is served in order.

    Odd patience and even durations: they never meet.
    """
    now, served = 0, []
    for n, (duration, patient) in enumerate(zip(durations, patience, strict=True)):
        if now < patient:
            served.append(n)
            now += duration
    return served


ORACLES: dict[str, Callable[..., list[int]]] = {
    "pool": first_free,
    "executor": first_free,
    "thread_semaphore": first_free,
    "semaphore": first_free,
    "thread_queue": consumed,
    "task_queue": consumed,
    "simple_queue": lambda count, period, service, consumers: consumed(count, period, service, consumers, 0),
    "lock": one_after_another,
    "barrier": rounds,
    "impatient": timed_out,
    "impatient_tasks": timed_out,
}


def draw(name: str, rnd: random.Random) -> Case:
    """Random parameters for a program."""

    def times(most: int, limit: int) -> list[int]:
        return [rnd.randint(1, most) for _ in range(rnd.randint(1, limit))]

    if name in ("pool", "executor", "thread_semaphore", "semaphore"):
        return [name, times(50, 25), rnd.randint(1, 8)]
    if name == "lock":
        return [name, times(20, 8)]
    if name == "barrier":
        parties, turns = rnd.randint(1, 6), rnd.randint(1, 4)
        return [name, [[rnd.randint(1, 20) for _ in range(turns)] for _ in range(parties)]]
    if name.startswith("impatient"):
        durations = [2 * time for time in times(10, 8)]
        return [name, durations, [2 * rnd.randint(0, 40) + 1 for _ in durations]]
    sizes = [] if name == "simple_queue" else [rnd.choice([0, 0, 1, 3])]
    return [name, rnd.randint(1, 15), rnd.randint(1, 10), rnd.randint(1, 20), rnd.randint(1, 4), *sizes]


@pytest.mark.parametrize("seed", range(BATCHES))
def test_random_programs(lab_for: Callable[[Path], Lab], seed: int) -> None:
    rnd = random.Random(seed)
    cases = [draw(rnd.choice(sorted(ORACLES)), rnd) for _ in range(CASES)]
    shuffle = seed if seed % 2 else None  # in half of them the threads of one instant run in another order
    run = lab_for(PROGRAMS).run("run_all", cases, manner="sync", shuffle=shuffle).finished()
    for case, got in zip(cases, run.value, strict=True):
        name, *parameters = case
        assert got == ORACLES[name](*parameters), case
    assert [observed.detail for observed in run.observations("thread_left")] == []


def test_every_program_is_drawn() -> None:
    drawn = {
        draw(rnd.choice(sorted(ORACLES)), rnd)[0] for rnd in map(random.Random, range(BATCHES)) for _ in range(CASES)
    }
    assert drawn == set(ORACLES)
