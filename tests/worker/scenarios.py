"""A submission for test_virtual_time.py: every way to wait, each in a function that says what came of it."""

# ruff: noqa: ASYNC110, ASYNC251

import _thread
import asyncio
import concurrent.futures
import datetime
import math
import multiprocessing.pool
import queue
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from time import sleep as imported_sleep
from typing import Any

# ---------------------------------------------------------------- coroutines


async def sleeps() -> None:
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(5)))


async def sleeps_in_sequence() -> None:
    for _ in range(10):
        await asyncio.sleep(0.1)


UNTIL = 0.1 + 0.2  # a little more than three tenths, which is where a clock of whole nanoseconds is when it comes


async def sleeps_until() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(UNTIL - 4e-16)
    while loop.time() < UNTIL:
        await asyncio.sleep(UNTIL - loop.time())


async def is_called_until() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(UNTIL - 4e-16)
    while loop.time() < UNTIL:
        event = asyncio.Event()
        loop.call_at(UNTIL, event.set)
        await event.wait()


async def timeout_kept() -> str:
    async with asyncio.timeout(9):
        return await asyncio.sleep(1, "ok")


async def timeout_hit() -> str:
    try:
        async with asyncio.timeout(2.5):
            await asyncio.sleep(9)
    except TimeoutError:
        return "timeout"
    return "no timeout"


async def cancelled_timer() -> str:
    late = asyncio.create_task(asyncio.sleep(100))
    await asyncio.sleep(1)
    late.cancel()
    return type((await asyncio.gather(late, return_exceptions=True))[0]).__name__


async def shortest_and_longer() -> None:
    await asyncio.sleep(1e-7)
    await asyncio.shield(asyncio.sleep(3))


async def long_sleep() -> None:
    await asyncio.sleep(200_000)


async def as_completed() -> list[str]:
    jobs = [asyncio.sleep(seconds, f"after {seconds}") for seconds in (3, 1, 2)]
    return [await job for job in asyncio.as_completed(jobs)]


async def jobs_cancelled_in_the_queue() -> str:
    try:
        async with asyncio.timeout(0.5):
            await asyncio.gather(*(asyncio.to_thread(time.sleep, 1) for _ in range(40)))
    except TimeoutError:
        await asyncio.sleep(5)
    return "all over"


async def files_read_and_forgotten() -> int:
    return sum(len(open(__file__).read()) > 0 for _ in range(200))  # noqa: ASYNC230, PTH123


async def stoppable_sleep_for_ever() -> str:
    try:
        await asyncio.wait_for(asyncio.sleep(math.inf), 4)
    except TimeoutError:
        return "timeout"
    return "no timeout"


async def timeout_without_end() -> str:
    async with asyncio.timeout(math.inf):
        return await asyncio.sleep(5, "ok")


# ---------------------------------------------------------------- the learner's own clock


async def own_clocks() -> list[float]:
    clocks: tuple[Callable[[], float], ...] = (
        time.monotonic,
        time.perf_counter,
        time.time,
        lambda: time.monotonic_ns() / 1e9,
        lambda: time.perf_counter_ns() / 1e9,
        lambda: time.time_ns() / 1e9,
        asyncio.get_running_loop().time,
    )
    before = [clock() for clock in clocks]
    await asyncio.sleep(1)
    return [clock() - start for clock, start in zip(clocks, before, strict=True)]


# ---------------------------------------------------------------- blocking calls


async def blocks_the_loop() -> None:
    for _ in range(3):
        time.sleep(0.2)  # here


async def blocks_by_another_name() -> None:
    imported_sleep(0.5)  # here too


async def blocks_on_a_result() -> int:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_slow_square, 3).result()  # and here


def blocks_without_a_loop() -> None:
    time.sleep(0.6)


def _slow_square(number: int) -> int:
    time.sleep(1)
    return number * number


def impossible_sleeps() -> list[str]:
    found = []
    for seconds in (-1, math.nan, math.inf):
        try:
            time.sleep(seconds)
        except (ValueError, OverflowError) as error:
            found.append(type(error).__name__)
    return found


# ---------------------------------------------------------------- threads below a loop


async def three_threads() -> None:
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.2) for _ in range(3)))


async def default_pool() -> None:
    """Forty jobs on the loop's own pool, which has 32 workers on any machine."""
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 1) for _ in range(40)))


async def pool_of(workers: int) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(workers) as pool:
        await asyncio.gather(*(loop.run_in_executor(pool, time.sleep, 0.2) for _ in range(20)))


async def thread_before_timer() -> list[str]:
    """The thread is due first."""
    order: list[str] = []
    thread = asyncio.to_thread(lambda: (time.sleep(0.3), order.append("thread")))
    timer = asyncio.sleep(0.5)
    await asyncio.gather(thread, timer)
    order.append("timer")
    return order


async def timers_and_threads() -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []

    async def timer(seconds: float) -> None:
        await asyncio.sleep(seconds)
        found.append(("timer", time.monotonic()))

    def thread(seconds: float) -> None:
        time.sleep(seconds)
        found.append(("thread", time.monotonic()))

    jobs = [timer(n) for n in (0.1, 0.3, 0.5)] + [asyncio.to_thread(thread, n) for n in (0.2, 0.4, 0.6)]
    await asyncio.gather(*jobs)
    return found


async def wait_for_a_thread() -> str:
    await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.2), 5)
    return "ok"


async def timeout_around_a_thread() -> str:
    try:
        await asyncio.wait_for(asyncio.to_thread(time.sleep, 10), 1)  # nobody can stop the thread
    except TimeoutError:
        return "timeout"
    return "no timeout"


async def computing_thread() -> str:
    """A thread that computes stops the clock: however long that takes, it is no timeout."""
    number = await asyncio.wait_for(asyncio.to_thread(sum, range(1_000_000)), 0.5)
    return f"computed {number}"


async def call_from_a_thread() -> float:
    loop = asyncio.get_running_loop()
    told = asyncio.Event()

    def tell() -> None:
        time.sleep(2)
        loop.call_soon_threadsafe(told.set)

    threading.Thread(target=tell).start()
    await told.wait()
    return time.monotonic()


async def coroutine_from_a_thread() -> str:
    loop = asyncio.get_running_loop()

    def ask() -> str:
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(2, "answer"), loop).result(timeout=3)

    return await asyncio.to_thread(ask)


# ---------------------------------------------------------------- threads alone


def blocks_until() -> None:
    held = threading.Lock()
    held.acquire()
    for wait in (time.sleep, threading.Event().wait, lambda left: held.acquire(timeout=left)):
        end = time.monotonic() + UNTIL
        time.sleep(UNTIL)
        while time.monotonic() < end:
            wait(end - time.monotonic())


def raw_threads() -> None:
    threads = [threading.Thread(target=time.sleep, args=(0.3,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def join_with_timeout() -> tuple[bool, bool]:
    thread = threading.Thread(target=time.sleep, args=(2,))
    thread.start()
    thread.join(0.5)
    alive = thread.is_alive()
    thread.join()
    return alive, thread.is_alive()


def queue_timeout() -> str:
    try:
        queue.Queue().get(timeout=0.3)
    except queue.Empty:
        return "Empty"
    return "something"


def full_queue() -> str:
    full: queue.Queue[int] = queue.Queue(maxsize=1)
    full.put(1)
    try:
        full.put(2, timeout=0.4)
    except queue.Full:
        return "Full"
    return "room"


def simple_queue() -> list[int]:
    line: queue.SimpleQueue[int] = queue.SimpleQueue()

    def produce() -> None:
        for number in range(3):
            time.sleep(1)
            line.put(number)

    threading.Thread(target=produce).start()
    return [line.get(timeout=5) for _ in range(3)]


def lock_held_over_a_sleep(kind: str) -> None:
    lock = getattr(threading, kind)()

    def work() -> None:
        with lock:
            time.sleep(0.2)

    _together(work, work, work)


def lock_timeout() -> list[bool]:
    lock = threading.Lock()
    got: list[bool] = []

    def holder() -> None:
        with lock:
            time.sleep(3)

    def impatient() -> None:
        got.append(lock.acquire(timeout=1))

    def patient() -> None:
        got.append(lock.acquire(timeout=5))

    _together(holder, impatient, patient)
    return got


def barrier_timeout() -> str:
    try:
        threading.Barrier(2).wait(timeout=0.2)
    except threading.BrokenBarrierError:
        return "broken"
    return "passed"


def barrier_passed() -> list[float]:
    barrier = threading.Barrier(3)
    passed: list[float] = []

    def come(after: float) -> None:
        time.sleep(after)
        barrier.wait(timeout=10)
        passed.append(time.monotonic())

    _together(*(partial(come, seconds) for seconds in (1, 2, 3)))
    return passed


def condition_timeout() -> bool:
    condition = threading.Condition()
    with condition:
        return condition.wait_for(lambda: False, 2.5)


def condition_notified() -> list[float]:
    condition = threading.Condition()
    woken: list[float] = []

    def wait() -> None:
        with condition:
            condition.wait(timeout=10)
        woken.append(time.monotonic())

    def notify() -> None:
        for number in (1, 2):
            time.sleep(1)
            with condition:
                condition.notify(number)

    _together(wait, wait, wait, notify)
    return woken


def semaphore_timeout() -> bool:
    return threading.Semaphore(0).acquire(timeout=1.5)


def event_timeout() -> bool:
    return threading.Event().wait(timeout=0.7)


def event_polled() -> bool:
    """A helper thread is asked to stop, and looks once a second."""
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            time.sleep(1)

    thread = threading.Thread(target=look)
    thread.start()
    time.sleep(2.5)
    stop.set()
    thread.join()
    return thread.is_alive()


def event_watched_closely() -> bool:
    """One thread looks at an event without ever waiting; the one that sets it has not yet begun to run."""
    event = threading.Event()

    def look() -> None:
        while not event.is_set():
            pass

    _together(look, event.set)
    return event.is_set()


def flag_watched_closely() -> str:
    """The same with a plain variable, which no call gives a sign of; the other also has to wait for a lock."""
    done: list[bool] = []
    lock = threading.Lock()

    def look() -> None:
        while not done:
            pass

    def tell() -> None:
        with lock:
            done.append(True)

    _together(look, tell)
    return "told"


def loop_that_computes() -> int:
    """Many more rounds than anybody may look, and not one of them idle."""
    n = rounds = 0
    while n < 200_000:
        n += 1
    while rounds < 200_000 and n:
        if n:
            rounds += 1
            continue
        break
    return n + rounds


def timer_thread() -> list[str]:
    fired: list[str] = []
    threading.Timer(5, fired.append, ("fired",)).start()
    cancelled = threading.Timer(5, fired.append, ("cancelled",))
    cancelled.start()
    cancelled.cancel()
    time.sleep(6)
    return fired


def futures_as_completed() -> list[int]:
    def work(seconds: int) -> int:
        time.sleep(seconds)
        return seconds

    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(work, seconds) for seconds in (3, 1, 2)]
        return [future.result() for future in concurrent.futures.as_completed(futures, timeout=4)]


def future_timeout() -> str:
    with ThreadPoolExecutor(1) as pool:
        try:
            pool.submit(time.sleep, 2).result(timeout=0.5)
        except TimeoutError:
            return "timeout"
    return "no timeout"


def old_pool() -> tuple[list[float], list[float], list[str]]:
    """Two threads of the pool that multiprocessing has: jobs in order, as they end, too late, and one that fails."""

    def sleep_and_look(seconds: float) -> float:
        time.sleep(seconds)
        return time.monotonic() - start

    def fail() -> None:
        time.sleep(1)
        raise OSError

    start = time.monotonic()
    with multiprocessing.pool.ThreadPool(2) as pool:
        ordered = pool.map(sleep_and_look, [1, 1, 1], chunksize=1)
        as_they_end = [*pool.imap_unordered(sleep_and_look, [2, 1])]
        late = pool.apply_async(sleep_and_look, [2])
        errors = []
        for result, patience in ((late, 1), (pool.apply_async(fail), None)):
            try:
                result.get(patience)
            except (multiprocessing.TimeoutError, OSError) as error:
                errors.append(type(error).__name__)
        pool.apply(time.sleep, [1])
    return ordered, as_they_end, errors


def old_pool_closed_and_joined() -> int:
    pool = multiprocessing.pool.ThreadPool(3)
    results = [pool.apply_async(time.sleep, [seconds]) for seconds in (1, 2, 3)]
    pool.close()
    pool.join()
    return sum(result.successful() for result in results)


def map_in_order() -> list[int]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_slow_square, range(4)))


def loops_in_threads() -> list[str]:
    found: list[str] = []
    work = lambda: found.append(asyncio.run(asyncio.sleep(1, "inner")))  # noqa: E731
    _together(work, work)
    return found


def loop_of_the_policy() -> str:
    """The way of before `asyncio.run`."""
    loop = asyncio.get_event_loop_policy().new_event_loop()
    try:
        return loop.run_until_complete(asyncio.sleep(1, "done"))
    finally:
        loop.close()


def _together(*works: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=work, name=f"worker {n}") for n, work in enumerate(works, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# ---------------------------------------------------------------- threads that are used wrongly


def started_twice() -> str:
    thread = threading.Thread(target=time.sleep, args=(1,))
    thread.start()
    try:
        thread.start()
    except RuntimeError as error:
        return str(error)
    finally:
        thread.join()
    return "started again"


class Forgetful(threading.Thread):
    def __init__(self) -> None:
        pass


def forgotten_init() -> str:
    try:
        Forgetful().start()
    except RuntimeError as error:
        return str(error)
    return "started"


def joined_before_start() -> str:
    try:
        threading.Thread(target=time.sleep).join()
    except RuntimeError as error:
        return str(error)
    return "joined"


def released_too_often() -> list[str]:
    found = []
    for lock in (threading.Lock(), threading.RLock()):
        try:
            lock.release()
        except RuntimeError as error:
            found.append(type(error).__name__)
    return found


class Lingering(threading.Thread):
    """Has nothing left to do, but the interpreter is not done with it before ``gate`` opens."""

    gate = _thread.allocate_lock()

    def _delete(self) -> None:
        with self.gate:
            super()._delete()  # type: ignore[misc]


def counted_threads() -> list[list[int]]:
    """What has ended is not counted, whatever the interpreter still has to do for it."""
    thread = Lingering(target=time.sleep, args=(1,))
    with Lingering.gate:
        thread.start()
        during = [threading.active_count(), len(threading.enumerate()), thread.is_alive()]
        time.sleep(2)
        after = [threading.active_count(), len(threading.enumerate()), thread.is_alive()]
    thread.join()
    return [during, after]


# ---------------------------------------------------------------- outside the bubble


async def process_pool() -> int:
    with ProcessPoolExecutor(1) as pool:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(pool, math.factorial, 5), 60)


def process_pool_in_threads() -> list[int]:
    found: list[int] = []
    with ProcessPoolExecutor(2) as pool:
        _together(*(lambda n=n: found.append(pool.submit(math.factorial, n).result(timeout=60)) for n in (3, 4)))
    return sorted(found)


def sleeps_beside_a_process() -> list[float]:
    """Another process is at work while the only thread sleeps, three times in a row."""
    woken = []
    with ProcessPoolExecutor(1) as pool:
        for _ in range(3):
            future = pool.submit(time.thread_time)
            time.sleep(1)
            woken.append(time.monotonic())
            future.result(timeout=60)
    return woken


async def child_process() -> str:
    """The child ends only when it has read what the loop writes, so neither may wait for the other."""
    upper = "print(input().upper())"
    child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-S", "-c", upper, stdin=-1, stdout=-1)
    output, _ = await asyncio.wait_for(child.communicate(b"hello\n"), 5)
    return output.decode().strip()


def lock_held_outside() -> bool:
    """A thread that does not know the bubble holds a lock, and computes."""
    lock = threading.Lock()
    with lock:
        pass
    wanted: list[bool] = []
    held = _thread.allocate_lock()
    held.acquire()

    def outsider() -> None:
        with lock:
            held.release()
            while not wanted:
                pass
            sum(range(100_000))

    _thread.start_new_thread(outsider, ())
    held.acquire()
    wanted.append(True)
    with lock:
        return True


# ---------------------------------------------------------------- what never ends


def opposite_locks() -> None:
    bread, butter = threading.Lock(), threading.Lock()

    def first(one: threading.Lock, other: threading.Lock) -> None:
        with one:
            time.sleep(1)
            other.acquire()  # both wait here

    ab = threading.Thread(target=first, args=(bread, butter), name="ab")
    ba = threading.Thread(target=first, args=(butter, bread), name="ba")
    ab.start(), ba.start()
    ab.join()  # the main thread waits here


async def event_nobody_sets() -> None:
    waiting = asyncio.create_task(asyncio.Event().wait(), name="waiter")
    await asyncio.sleep(5)
    await waiting  # for ever


def thread_event_nobody_sets() -> None:
    threading.Event().wait()  # nobody sets it


async def sleeps_for_ever() -> None:
    await asyncio.sleep(math.inf)


async def heart_beats_for_ever() -> None:
    async def beat() -> None:
        while True:
            await asyncio.sleep(1)

    beating = asyncio.create_task(beat())
    await asyncio.Event().wait()
    beating.cancel()


async def polls_with_sleep_0() -> None:
    done = False
    while not done:
        await asyncio.sleep(0)  # again and again


async def polls_the_clock() -> None:
    end = time.monotonic() + 1
    while time.monotonic() < end:
        pass


def polls_a_flag() -> None:
    flag = threading.Event()
    while not flag.is_set():
        time.sleep(0)


def polls_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    while not lock.acquire(blocking=False):
        pass


def polls_a_variable() -> None:
    done = False

    def tell() -> None:
        nonlocal done
        time.sleep(1)
        done = True

    threading.Thread(target=tell).start()
    while not done:
        pass


async def polls_a_task() -> None:
    slow = asyncio.create_task(asyncio.sleep(1))
    while True:
        if slow.done():
            print(slow.result())
            break


async def spins() -> None:
    while True:
        ...


def sleeps_too_short() -> None:
    while True:
        time.sleep(1e-12)


async def polls_beside_work() -> str:
    """Polling with sleep(0) keeps the clock from moving, even if somebody else waits for it."""
    slow = asyncio.create_task(asyncio.sleep(1))
    while not slow.done():
        await asyncio.sleep(0)
    return "done"


# ---------------------------------------------------------------- what is left behind


def leaves_a_heartbeat() -> str:
    def beat() -> None:
        while True:
            time.sleep(0.5)

    threading.Thread(target=beat, name="beat", daemon=True).start()
    time.sleep(2)
    return "returned"


def leaves_a_waiter() -> str:
    threading.Thread(target=threading.Event().wait, name="waiter").start()
    return "returned"


def leaves_a_sleeper() -> str:
    threading.Thread(target=time.sleep, args=(3600,), name="sleeper").start()
    return "returned"


async def leaves_a_task() -> list[str]:
    task = asyncio.create_task(asyncio.sleep(1000), name="background")
    await asyncio.sleep(1)
    return [task.get_name()]


class Named:
    async def work(self) -> str:
        task = asyncio.current_task()
        assert task is not None
        return task.get_name()


async def names_of_tasks() -> list[str]:
    async def main() -> str:
        return await Named().work()

    async with asyncio.TaskGroup() as group:
        grouped = [group.create_task(work) for work in (main(), Named().work(), main())]
    mine = asyncio.create_task(main(), name="mine")
    own = await Named().work()
    return [*(task.result() for task in grouped), *await asyncio.gather(mine, main(), Named().work()), own]


async def leaves_nothing() -> str:
    await asyncio.gather(asyncio.sleep(1), asyncio.to_thread(time.sleep, 1))
    return "returned"


# ---------------------------------------------------------------- order


def order_of_threads(number: int) -> list[int]:
    """All wake up in the same instant, three times."""
    order: list[int] = []

    def work(n: int) -> None:
        for _ in range(3):
            time.sleep(1)
            order.append(n)

    _together(*(partial(work, n) for n in range(number)))
    return order


def lost_update() -> int:
    """Two threads read, give others the time to do so too, and write."""
    account = [0]

    def add() -> None:
        seen = account[0]
        time.sleep(0.1)
        account[0] = seen + 1

    _together(add, add)
    return account[0]


def real_date() -> bool:
    return datetime.datetime.now().year > 2000
