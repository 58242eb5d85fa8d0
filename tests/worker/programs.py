"""A submission for test_oracle.py: programs that say when (in virtual tenths of a second) things happened."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any


def run_all(cases: list[list[Any]]) -> list[list[int]]:
    found = []
    for name, *parameters in cases:
        stopwatch = Stopwatch()
        program = globals()[name]
        if asyncio.iscoroutinefunction(program):
            asyncio.run(program(stopwatch, *parameters))
        else:
            program(stopwatch, *parameters)
        found.append(sorted(stopwatch.times))
    return found


class Stopwatch:
    def __init__(self) -> None:
        self.start = time.monotonic()
        self.times: list[int] = []

    def __call__(self) -> None:
        tenths = (time.monotonic() - self.start) * 10
        assert abs(tenths - round(tenths)) < 1e-6, tenths
        self.times.append(round(tenths))


def together(works: list[Callable[[], Any]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_behind_another(works: list[Callable[[Callable[[], None]], Any]]) -> None:
    """Threads that come to the same place in this order, whoever runs first in one instant."""
    threads = []
    for work in works:
        coming = threading.Event()
        threads.append(threading.Thread(target=work, args=(coming.set,)))
        threads[-1].start()
        coming.wait()
    for thread in threads:
        thread.join()


# ---------------------------------------------------------------- jobs for whoever is free


async def pool(stopwatch: Stopwatch, durations: list[int], workers: int) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(workers) as threads:

        async def job(duration: int) -> None:
            await loop.run_in_executor(threads, time.sleep, duration / 10)
            stopwatch()

        await asyncio.gather(*map(job, durations))


def executor(stopwatch: Stopwatch, durations: list[int], workers: int) -> None:
    def job(duration: int) -> None:
        time.sleep(duration / 10)
        stopwatch()

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(job, durations))


def thread_semaphore(stopwatch: Stopwatch, durations: list[int], workers: int) -> None:
    free = threading.Semaphore(workers)

    def job(duration: int, coming: Callable[[], None]) -> None:
        coming()
        with free:
            time.sleep(duration / 10)
        stopwatch()

    one_behind_another([partial(job, duration) for duration in durations])


async def semaphore(stopwatch: Stopwatch, durations: list[int], workers: int) -> None:
    free = asyncio.Semaphore(workers)

    async def job(duration: int) -> None:
        async with free:
            await asyncio.sleep(duration / 10)
        stopwatch()

    await asyncio.gather(*map(job, durations))


# ---------------------------------------------------------------- producer and consumers


def thread_queue(stopwatch: Stopwatch, count: int, period: int, service: int, consumers: int, size: int) -> None:
    _produce_and_consume(queue.Queue(size), stopwatch, count, period, service, consumers)


def simple_queue(stopwatch: Stopwatch, count: int, period: int, service: int, consumers: int) -> None:
    _produce_and_consume(queue.SimpleQueue(), stopwatch, count, period, service, consumers)


def _produce_and_consume(
    line: Any, stopwatch: Stopwatch, count: int, period: int, service: int, consumers: int
) -> None:
    def produce() -> None:
        for n in range(count):
            time.sleep(period / 10)
            line.put(n)
        for _ in range(consumers):
            line.put(None)

    def consume() -> None:
        while line.get() is not None:
            time.sleep(service / 10)
            stopwatch()

    together([produce] + [consume] * consumers)


async def task_queue(stopwatch: Stopwatch, count: int, period: int, service: int, consumers: int, size: int) -> None:
    line: asyncio.Queue[int | None] = asyncio.Queue(size)

    async def produce() -> None:
        for n in range(count):
            await asyncio.sleep(period / 10)
            await line.put(n)
        for _ in range(consumers):
            await line.put(None)

    async def consume() -> None:
        while await line.get() is not None:
            await asyncio.sleep(service / 10)
            stopwatch()

    await asyncio.gather(produce(), *(consume() for _ in range(consumers)))


# ---------------------------------------------------------------- locks and barriers


def lock(stopwatch: Stopwatch, durations: list[int]) -> None:
    key = threading.RLock() if len(durations) % 2 else threading.Lock()
    everybody = threading.Barrier(len(durations))

    def job(duration: int) -> None:
        with key:
            time.sleep(duration / 10)
        everybody.wait()
        stopwatch()

    together([partial(job, duration) for duration in durations])


def barrier(stopwatch: Stopwatch, durations: list[list[int]]) -> None:
    everybody = threading.Barrier(len(durations))

    def party(times: list[int]) -> None:
        for duration in times:
            time.sleep(duration / 10)
            everybody.wait(timeout=1000)
            stopwatch()

    together([partial(party, times) for times in durations])


def impatient(stopwatch: Stopwatch, durations: list[int], patience: list[int]) -> None:
    """Says who got the lock in time, not when."""
    key = threading.Lock()

    def job(n: int, coming: Callable[[], None]) -> None:
        coming()
        if key.acquire(timeout=patience[n] / 10):
            stopwatch.times.append(n)
            time.sleep(durations[n] / 10)
            key.release()

    one_behind_another([partial(job, n) for n in range(len(durations))])


async def impatient_tasks(stopwatch: Stopwatch, durations: list[int], patience: list[int]) -> None:
    key = asyncio.Lock()

    async def job(n: int) -> None:
        try:
            await asyncio.wait_for(key.acquire(), patience[n] / 10)
        except TimeoutError:
            return
        stopwatch.times.append(n)
        await asyncio.sleep(durations[n] / 10)
        key.release()

    await asyncio.gather(*map(job, range(len(durations))))
