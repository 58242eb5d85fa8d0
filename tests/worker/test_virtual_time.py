"""The bubble: whatever a submission waits with, it takes exactly the virtual time that it should, and ends by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.failures import CheckFailed
from asynclings.grading.lab import Lab
from asynclings.grading.run import Run

SCENARIOS = Path(__file__).with_name("scenarios.py")
LINES = SCENARIOS.read_text().splitlines()

ASYNC: list[tuple[str, tuple[Any, ...], Any, float]] = [
    ("sleeps", (), None, 1),
    ("sleeps_in_sequence", (), None, 1),
    ("sleeps_until", (), None, pytest.approx(0.3, abs=1e-8)),
    ("is_called_until", (), None, pytest.approx(0.3, abs=1e-8)),
    ("timeout_kept", (), "ok", 1),
    ("timeout_hit", (), "timeout", 2.5),
    ("cancelled_timer", (), "CancelledError", 1),
    ("shortest_and_longer", (), None, 3 + 1e-7),
    ("as_completed", (), ["after 1", "after 2", "after 3"], 3),
    ("stoppable_sleep_for_ever", (), "timeout", 4),
    ("timeout_without_end", (), "ok", 5),
    ("own_clocks", (), [1.0] * 7, 1),
    ("blocks_the_loop", (), None, 0.6),
    ("blocks_by_another_name", (), None, 0.5),
    ("blocks_on_a_result", (), 9, 1),
    ("three_threads", (), None, 0.2),
    ("default_pool", (), None, 2),
    ("pool_of", (2,), None, 2),
    ("pool_of", (20,), None, 0.2),
    ("thread_before_timer", (), ["thread", "timer"], 0.5),
    (
        "timers_and_threads",
        (),
        [(("timer", "thread")[n % 2], pytest.approx((n + 1) / 10, abs=1e-9)) for n in range(6)],
        0.6,
    ),
    ("wait_for_a_thread", (), "ok", 0.2),
    ("timeout_around_a_thread", (), "timeout", 1),
    ("computing_thread", (), "computed 499999500000", 0),
    ("call_from_a_thread", (), 2.0, 2),
    ("coroutine_from_a_thread", (), "answer", 2),
    ("process_pool", (), 120, 0),
    ("child_process", (), "HELLO", 0),
    (
        "names_of_tasks",
        (),
        ["main 1", "Named.work 1", "main 2", "mine", "main 4", "Named.work 2", "names_of_tasks"],
        0,
    ),
    ("leaves_nothing", (), "returned", 1),
]

SYNC: list[tuple[str, tuple[Any, ...], Any, float]] = [
    ("blocks_without_a_loop", (), None, 0.6),
    ("impossible_sleeps", (), ["ValueError", "ValueError", "OverflowError"], 0),
    ("blocks_until", (), None, pytest.approx(0.9, abs=1e-8)),
    ("raw_threads", (), None, 0.3),
    ("join_with_timeout", (), (True, False), 2),
    ("queue_timeout", (), "Empty", 0.3),
    ("full_queue", (), "Full", 0.4),
    ("simple_queue", (), [0, 1, 2], 3),
    ("lock_held_over_a_sleep", ("Lock",), None, 0.6),
    ("lock_held_over_a_sleep", ("RLock",), None, 0.6),
    ("lock_held_over_a_sleep", ("Semaphore",), None, 0.6),
    ("lock_held_over_a_sleep", ("Condition",), None, 0.6),
    ("lock_timeout", (), [False, True], 3),
    ("barrier_timeout", (), "broken", 0.2),
    ("barrier_passed", (), [3.0, 3.0, 3.0], 3),
    ("condition_timeout", (), False, 2.5),
    ("condition_notified", (), [1.0, 2.0, 2.0], 2),
    ("semaphore_timeout", (), False, 1.5),
    ("event_timeout", (), False, 0.7),
    ("event_polled", (), False, 3),
    ("event_watched_closely", (), True, 0),
    ("flag_watched_closely", (), "told", 0),
    ("loop_that_computes", (), 400_000, 0),
    ("timer_thread", (), ["fired"], 6),
    ("futures_as_completed", (), [1, 2, 3], 3),
    ("future_timeout", (), "timeout", 2),
    ("map_in_order", (), [0, 1, 4, 9], 2),
    ("old_pool", (), ([1.0, 1.0, 2.0], [3.0, 4.0], ["TimeoutError", "OSError"]), 6),
    ("old_pool_closed_and_joined", (), 3, 3),
    ("loops_in_threads", (), ["inner", "inner"], 1),
    ("loop_of_the_policy", (), "done", 1),
    ("started_twice", (), "threads can only be started once", 1),
    ("forgotten_init", (), "thread.__init__() not called", 0),
    ("joined_before_start", (), "cannot join thread before it is started", 0),
    ("released_too_often", (), ["RuntimeError", "RuntimeError"], 0),
    ("counted_threads", (), [[2, 2, True], [1, 1, False]], 2),
    ("process_pool_in_threads", (), [6, 24], 0),
    ("sleeps_beside_a_process", (), [1, 2, 3], 3),
    ("lock_held_outside", (), True, 0),
    ("leaves_a_heartbeat", (), "returned", 2),
    ("leaves_a_waiter", (), "returned", 0),
    ("leaves_a_sleeper", (), "returned", 0),
    ("real_date", (), True, 0),
]


def ids(cases: list[tuple[str, tuple[Any, ...], Any, float]]) -> list[str]:
    return ["-".join(map(str, (name, *arguments))) for name, arguments, _, _ in cases]


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(SCENARIOS)


def line_with(text: str) -> int:
    """The number of the one line of the scenarios that has this in it."""
    (number,) = (number for number, line in enumerate(LINES, 1) if text in line)
    return number


def line_in(function: str, text: str) -> int:
    """The number of the first such line after the head of a function."""
    head = next(n for n, line in enumerate(LINES) if line.startswith((f"def {function}(", f"async def {function}(")))
    return next(number for number, line in enumerate(LINES[head:], head + 1) if text in line)


@pytest.mark.parametrize(("name", "arguments", "value", "elapsed"), ASYNC, ids=ids(ASYNC))
def test_coroutine(lab: Lab, name: str, arguments: tuple[Any, ...], value: Any, elapsed: float) -> None:
    run = lab.run(name, *arguments).finished()
    assert (run.value, run.elapsed) == (value, elapsed)


@pytest.mark.parametrize(("name", "arguments", "value", "elapsed"), SYNC, ids=ids(SYNC))
def test_function(lab: Lab, name: str, arguments: tuple[Any, ...], value: Any, elapsed: float) -> None:
    run = lab.run(name, *arguments, manner="sync").finished()
    assert (run.value, run.elapsed) == (value, elapsed)


def test_more_than_a_day_passes_if_the_grader_lets_it(lab: Lab) -> None:
    assert lab.run("long_sleep", horizon=300_000).finished().elapsed == 200_000
    run = lab.run("long_sleep", horizon=100_000)
    assert (run.transcript.ending, run.transcript.reason, run.elapsed) == ("stuck", "horizon", 0)


# ---------------------------------------------------------------- what is noticed


@pytest.mark.parametrize(
    ("name", "what", "line"),
    [
        ("blocks_the_loop", "time.sleep(0.2)", "# here"),
        ("blocks_by_another_name", "time.sleep(0.5)", "# here too"),
        ("blocks_on_a_result", "Future.result()", "# and here"),
    ],
)
def test_a_blocking_call_in_the_loop_is_noticed_with_its_line(lab: Lab, name: str, what: str, line: str) -> None:
    observed = [(o.detail, o.where.line, o.where.function) for o in lab.run(name).observations("blocking_call")]
    assert observed == [(what, line_in(name, line), name)]


@pytest.mark.parametrize("name", ["sleeps", "three_threads", "pool_of", "wait_for_a_thread", "process_pool"])
def test_waiting_elsewhere_does_not_block_the_loop(lab: Lab, name: str) -> None:
    run = lab.run(name, *([2] if name == "pool_of" else [])).finished()
    assert [o for o in run.observations("blocking_call") if o.detail != "Thread.join() of ThreadPoolExecutor-0_0"] == []


def test_an_idle_loop_is_noticed_even_if_it_came_to_an_end(lab: Lab) -> None:
    run = lab.run("flag_watched_closely", manner="sync").finished()
    assert [o.where.line for o in run.observations("busy_waiting")] == [
        line_in("flag_watched_closely", "while not done")
    ]
    with pytest.raises(CheckFailed, match="round and round") as failed:
        run.never_polled()
    assert failed.value.where is not None and failed.value.where.function == "look"


def test_blocking_without_a_loop_is_no_offence(lab: Lab) -> None:
    assert lab.run("blocks_without_a_loop", manner="sync").observations("blocking_call") == []


@pytest.mark.parametrize(
    ("name", "manner", "kind", "who"),
    [
        ("leaves_a_heartbeat", "sync", "thread_left", "the thread beat"),
        ("leaves_a_waiter", "sync", "thread_left", "the thread waiter"),
        ("leaves_a_sleeper", "sync", "thread_left", "the thread sleeper"),
        ("leaves_a_task", "async", "task_left", "background"),
    ],
)
def test_what_is_left_behind_is_named(lab: Lab, name: str, manner: str, kind: str, who: str) -> None:
    run = lab.run(name, manner=manner).finished()
    assert [(observed.kind, observed.detail) for observed in left(run)] == [(kind, who)]
    assert left(run)[0].where.file == SCENARIOS.name or kind == "task_left"


def test_threads_that_a_timeout_could_not_stop_are_still_at_work(lab: Lab) -> None:
    (observed,) = left(lab.run("timeout_around_a_thread"))
    assert observed.kind == "thread_left" and "to_thread" in observed.detail


@pytest.mark.parametrize(
    "name",
    [
        "leaves_nothing",
        "default_pool",
        "three_threads",
        "as_completed",
        "jobs_cancelled_in_the_queue",
        "files_read_and_forgotten",
    ],
)
def test_nothing_is_left_by_who_waits_for_everything(lab: Lab, name: str) -> None:
    assert left(lab.run(name)) == []


def left(run: Run) -> list[Any]:
    return [o for o in run.transcript.observations if o.kind.endswith(("_left", "_lost", "_abandoned", "_open"))]


# ---------------------------------------------------------------- what never ends


def test_locks_in_opposite_order_are_a_deadlock_and_named(lab: Lab) -> None:
    run = lab.run("opposite_locks", manner="sync")
    both = line_with("# both wait here")
    assert (run.transcript.ending, run.transcript.reason, run.elapsed) == ("stuck", "deadlock", 1)
    assert {(waits.who, waits.what, waits.where.line) for waits in run.transcript.waits} == {
        ("ab", "a threading.Lock", both),
        ("ba", "a threading.Lock", both),
        ("MainThread", "Thread.join() of ab", line_with("# the main thread waits here")),
    }


def test_tasks_that_wait_for_ever_are_a_deadlock_and_named(lab: Lab) -> None:
    run = lab.run("event_nobody_sets")
    assert (run.transcript.ending, run.transcript.reason, run.elapsed) == ("stuck", "deadlock", 5)
    waits = {waits.who: (waits.what, waits.where.line) for waits in run.transcript.waits}
    assert waits["event_nobody_sets"] == ("the task waiter", line_with("# for ever"))
    assert waits["waiter"][0] == "Event.wait()"
    assert len(waits) == 2


def test_a_thread_that_waits_for_ever_is_a_deadlock_and_named(lab: Lab) -> None:
    run = lab.run("thread_event_nobody_sets", manner="sync")
    assert (run.transcript.reason, run.elapsed) == ("deadlock", 0)
    (waits,) = run.transcript.waits
    assert (waits.who, waits.what, waits.where.line) == ("MainThread", "Event.wait()", line_with("# nobody sets it"))


def test_who_sleeps_for_ever_is_in_a_deadlock(lab: Lab) -> None:
    run = lab.run("sleeps_for_ever")
    assert (run.transcript.reason, run.elapsed) == ("deadlock", 0)
    assert [(waits.who, waits.what) for waits in run.transcript.waits] == [("sleeps_for_ever", "sleep()")]


def test_a_heart_that_beats_for_ever_comes_to_the_horizon(lab: Lab) -> None:
    run = lab.run("heart_beats_for_ever", horizon=100)
    assert (run.transcript.ending, run.transcript.reason, run.elapsed) == ("stuck", "horizon", 100)


@pytest.mark.parametrize(
    ("name", "manner", "reason"),
    [
        ("polls_with_sleep_0", "async", "livelock"),
        ("polls_beside_work", "async", "livelock"),
        ("polls_the_clock", "async", "livelock"),
        ("polls_a_flag", "sync", "livelock"),
        ("polls_a_lock", "sync", "livelock"),
        ("polls_a_variable", "sync", "livelock"),
        ("polls_a_task", "async", "livelock"),
        ("spins", "async", "livelock"),
        ("sleeps_too_short", "sync", "turns"),
    ],
)
def test_who_never_waits_is_in_a_livelock(lab: Lab, name: str, manner: str, reason: str) -> None:
    run = lab.run(name, manner=manner)
    assert (run.transcript.ending, run.transcript.reason, run.elapsed) == ("stuck", reason, pytest.approx(0, abs=1e-4))
    polling = next(waits for waits in run.transcript.waits if waits.who in (name, "MainThread"))
    assert line_in(name, "while") <= polling.where.line <= line_in(name, "while") + 1


def test_an_idle_loop_in_a_file_beside_it_is_found_as_well(written: Callable[[str], Lab], tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("def spin():\n    while True: pass\n")
    run = written("import beside\nasync def spin(): beside.spin()\n").run("spin")
    assert (run.transcript.ending, run.transcript.reason) == ("stuck", "livelock")


# ---------------------------------------------------------------- the same again


def test_the_order_of_threads_is_the_same_in_every_run(lab: Lab) -> None:
    orders = {tuple(lab.run("order_of_threads", 6, manner="sync").value) for _ in range(20)}
    assert orders == {(0, 1, 2, 3, 4, 5) * 3}


def test_a_shuffled_order_depends_on_its_seed_alone(lab: Lab) -> None:
    def order(seed: int) -> tuple[int, ...]:
        return tuple(lab.run("order_of_threads", 6, manner="sync", shuffle=seed).value)

    orders = {seed: order(seed) for seed in range(8)}
    assert len(set(orders.values())) == 8
    assert {seed: order(seed) for seed in range(8)} == orders
    for shuffled in orders.values():
        assert [sorted(shuffled[start : start + 6]) for start in (0, 6, 12)] == [list(range(6))] * 3


def test_a_race_is_lost_every_time_whatever_the_order(lab: Lab) -> None:
    assert {lab.run("lost_update", manner="sync", shuffle=seed).value for seed in (None, 1, 2, 3)} == {1}


def test_nothing_depends_on_how_many_cores_there_are(written: Callable[[str], Lab], monkeypatch: Any) -> None:
    """The zygote runs on whatever it runs on; a submission is told the same number on all machines."""
    lab = written("import os\ndef cores(): return os.cpu_count(), len(os.sched_getaffinity(0)) > 0")
    assert lab.run("cores", manner="sync").value == (4, True)
