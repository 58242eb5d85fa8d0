"""From measured facts to the likely mistake. Numbers are those of the catalogue; None means: not known, so not
guessed."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from asynclings.grading import mistakes, process_mistakes, task_groups, thread_mistakes
from asynclings.grading.clients import is_error
from asynclings.grading.hindrances import place_of
from asynclings.messages import Observed, Where
from asynclings.values import Failure, Opaque, Record
from asynclings.world.trace import Operation

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


# kind of observation: the sentence about it, the mistake
LEFT_BEHIND: dict[str, tuple[str, int | None]] = {
    "never_awaited": ("the coroutine {} had been made and never awaited", mistakes.NEVER_AWAITED),
    "task_left": ("{} had not ended", mistakes.TASKS_LEFT),
    "task_abandoned": (
        "the task {} had been cancelled but not awaited, so it had not ended",
        mistakes.TASK_NOT_AWAITED,
    ),
    "task_lost": ("the task {} had been thrown away before it was done", mistakes.TASK_NOT_HELD),
    "thread_left": ("the thread {} was still running", mistakes.NOT_JOINED),
    "process_left": ("the process {} was still there", mistakes.POOL_MISUSED),
    "pool_left_open": ("a {} had not been shut down", mistakes.POOL_MISUSED),
    "client_left_open": ("a client ({}) had not been closed", mistakes.CLIENT_LEFT_OPEN),
    "connection_left_open": ("{} had not been closed", None),
    "file_left_open": ("the file {} had not been closed", None),
    "never_retrieved": ("a task had failed with {}, and nobody had asked it", mistakes.NEVER_RETRIEVED),
    "loop_error": ("the event loop had reported an error in a callback: {}", None),
}


def of_time(run: "Facts", expected: float) -> int | None:
    """Why a run was too slow."""
    blocking = run.observations("blocking_call")
    if run.elapsed < expected:
        return None
    if blocking:
        return of_blocking_call(blocking[0])
    if polled(run):
        return of_polling(run)
    if any(map(went_wrong, run.operations)) and task_groups.left_early(run.program):
        return mistakes.GROUP_LEFT_EARLY
    return of_little_overlap(run, run.peak())


def of_little_overlap(run: "Facts", peak: int) -> int | None:
    """Why too little went on at once."""
    blocking = run.observations("blocking_call")
    if blocking:
        return of_blocking_call(blocking[0])
    if run.order.calls or not run.operations:
        return None
    if run.order.manner == "sync":
        batches = mistakes.FIXED_BATCHES if _came_in_batches(run) else None
        return thread_mistakes.of_one_at_a_time(run) if peak <= 1 else batches
    if peak <= 1:
        tasks = run.counted("tasks_created")
        if tasks >= max(2, len(run.operations) - 1):
            return mistakes.OVER_SERIALISED if run.counted("locks_made") else mistakes.TASK_AWAITED_AT_ONCE
        return mistakes.AWAIT_IN_LOOP if tasks < 2 else None
    return mistakes.FIXED_BATCHES if run.order.manner == "async" and _came_in_batches(run) else None


def _came_in_batches(run: "Facts") -> bool:
    """Whether operations began in groups, each when the whole group before it had ended, and some had to wait for that.

    In groups that end as one, nobody waits for a slowest: they look the same with a limit that is too low.
    """
    groups: dict[float, list[float]] = {}
    for operation in sorted(run.operations, key=lambda operation: operation.start):
        if operation.end != operation.start:
            groups.setdefault(operation.start, []).append(math.inf if operation.end is None else operation.end)
    if all(len(set(ends)) == 1 for ends in [*groups.values()][:-1]):
        return False
    over = 0.0
    for start, ends in groups.items():
        if over > start:
            return False
        over = max(over, *ends)
    return True


def of_much_overlap(run: "Facts", peak: int, name: str | None, unbounded: int | None) -> int | None:
    """Why too much went on at once. ``unbounded`` is how much it would be if nothing held it back: by default, all."""
    whole = len(
        [operation for operation in run.operations if name is None or name in (operation.name, operation.service)]
    )
    if peak < (whole if unbounded is None else unbounded):
        return None
    semaphores = run.counted("semaphores_made")
    if semaphores == 0:
        return mistakes.UNBOUNDED
    return mistakes.SEMAPHORE_AROUND_CREATION if semaphores == 1 else mistakes.SEMAPHORE_PER_CALL


def polled(run: "Facts") -> bool:
    """Whether it looked again and again without waiting, or woke far more often than there was something new.

    (An operation wakes its caller two or three times.)
    """
    return bool(run.observations("busy_waiting")) or run.turns > 20 + 10 * len(run.operations)


def of_polling(run: "Facts") -> int:
    """Which kind of looking again and again it was: a coroutine's, or a thread's."""
    return mistakes.POLLING_IN_THREADS if run.order.manner in ("sync", "threads") else mistakes.BUSY_WAITING


def of_blocking_call(observed: Observed) -> int:
    what = observed.detail
    if what.startswith(("a connection to", "an answer from")):
        return mistakes.SYNC_HTTP_IN_COROUTINE
    if what in ("open()", "disk.write()"):
        return mistakes.FILE_IN_COROUTINE
    if what == "subprocess":
        return mistakes.SUBPROCESS_IN_COROUTINE
    return mistakes.SLEEP_IN_COROUTINE if what.startswith("time.sleep") else mistakes.BLOCKING_LOCK_IN_COROUTINE


def of_wrong_value(run: "Facts", expected: Any) -> int | None:
    """Why a result is wrong."""
    value = run.value
    if run.observations("never_awaited"):
        return mistakes.NEVER_AWAITED
    if any(isinstance(item, Failure) for item in _parts(value)):
        return mistakes.ERRORS_AS_RESULTS
    if (number := process_mistakes.of_nothing_done(run, value)) is not None:
        return number
    if run.order.manner == "sync" and run.observations("thread_left"):
        return of_thread_left(run)
    if _holds(value, "coroutine"):
        return mistakes.NEVER_AWAITED
    if _holds(value, "Task") and run.observations("task_left"):
        return mistakes.TASKS_LEFT
    if (
        isinstance(value, list)
        and isinstance(expected, list)
        and value != expected
        and _sorted(value) == _sorted(expected)
    ):
        return mistakes.COMPLETION_ORDER
    return mistakes.PAIRED_WRONGLY if _paired_wrongly(value, expected) else None


def _paired_wrongly(value: Any, expected: Any) -> bool:
    """Whether it has all the right keys, and right values with others than their own."""
    if not isinstance(value, dict) or not isinstance(expected, dict) or value.keys() != expected.keys():
        return False
    owners = {wanted: key for key, wanted in expected.items() if isinstance(wanted, str)}
    if any(isinstance(got, str) and owners.get(got, key) != key for key, got in value.items()):
        return True
    return value != expected and _sorted(value.values()) == _sorted(expected.values())


def _parts(value: Any) -> Iterable[Any]:
    """What is in a container; of anything else, nothing."""
    return value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()


def _holds(value: Any, type_name: str) -> bool:
    """Whether it is, or has in it, an object of this type."""
    return any(isinstance(item, Opaque) and item.type_name == type_name for item in [value, *_parts(value)])


def _sorted(values: Iterable[Any]) -> list[str]:
    return sorted(map(repr, values))


def of_unmet(run: "Facts") -> int | None:
    """Why something that an exercise's own expectation asks for is not so, where any exercise could know it."""
    return mistakes.NEVER_AWAITED if run.observations("never_awaited") else None


_BASES = {"Exception", "BaseException", "object"}  # an ``except`` for these sees a group as well


def of_error(run: "Facts", failure: Failure) -> int | None:
    """Why a function raised where it should have returned."""
    for member in failure.members:
        for words, number in _ERROR_WORDS:
            if words in member.message:
                return (
                    mistakes.CACHED_COROUTINE if number == mistakes.AWAITED_TWICE and run.counted("caches") else number
                )
        if "object is not callable" in member.message and _line_says(run, member, _HANDS_TO_A_THREAD):
            return mistakes.CALLED_BEFORE_THREAD
        if "'<' not supported between instances" in member.message and _line_says(run, member, _HEAP):
            return mistakes.COMPARED_BY_CALLBACKS
        if member.is_a("PicklingError"):
            return mistakes.UNPICKLABLE
    if run.order.manner == "sync" and failure.is_a("TimeoutError") and not any(map(went_wrong, run.operations)):
        return mistakes.TIMEOUT_OF_A_THREAD
    inside = {name for part in failure.members[1:] for name in (part.type_name, *part.bases)} - _BASES
    if task_groups.caught_around(run.program, inside):
        return mistakes.EXCEPT_AROUND_GROUP
    if any(is_error(part, "HTTPError") for part in failure.members) and any(map(went_wrong, run.operations)):
        return mistakes.FIRST_ERROR_LOSES_ALL
    return mistakes.NEVER_AWAITED if run.observations("never_awaited") else None


# No entry of the catalogue: what to do is a sentence of the message. (Python 3.14 has other words than those before.)
_LIST_AWAITED = ("object list can't be used in 'await'", "'list' object can't be awaited")
_TOO_EARLY = "Result is not set"

_ERROR_WORDS: tuple[tuple[str, int | None], ...] = (
    *((words, None) for words in _LIST_AWAITED),
    ("unhashable type: 'list'", mistakes.GATHER_OF_A_LIST),
    ("cannot reuse already awaited coroutine", mistakes.AWAITED_TWICE),
    ("cannot be called from a running event loop", mistakes.NESTED_RUN),
    ("async generator ignored GeneratorExit", mistakes.SWALLOWED_CANCELLATION),
    ("This event loop is already running", mistakes.NESTED_RUN),
    ("while another loop is running", mistakes.SECOND_LOOP),
    ("daemonic processes are not allowed", mistakes.POOL_IN_WORKER),
    ("'_thread._local' object has no attribute", mistakes.THREAD_LOCAL),
    ("attached to a different loop", mistakes.OF_ANOTHER_LOOP),
    ("bound to a different event loop", mistakes.OF_ANOTHER_LOOP),
    ("'coroutine' object", mistakes.NEVER_AWAITED),
    ("Can't pickle", mistakes.UNPICKLABLE),
    ("Can't get local object", mistakes.UNPICKLABLE),  # 3.13's words
    ("cannot pickle", mistakes.UNPICKLABLE),
)


_HANDS_TO_A_THREAD = ("to_thread(", "run_in_executor(", "submit(", "target=")
_HEAP = ("heappush(", "heappop(", "heapreplace(", "heappushpop(", "heapify(")


def _line_says(run: "Facts", failure: Failure, words: Iterable[str]) -> bool:
    """Whether the line that failed has one of these words; it decides no verdict, only which advice fits."""
    where = place_of(failure)
    lines = [] if where is None else run.program.source(where.file)[where.line - 1 : where.line]
    return any(word in line for line in lines for word in words)


_GROUP_AROUND_YIELD = (
    " That is what closes a generator, raised at its yield. A TaskGroup around the yield takes it for an error; "
    "cancel and await your tasks in a finally instead."
)


def advice_on(failure: Failure) -> str:
    """What to do about an error that no entry of the catalogue is about; empty for most."""
    for member in failure.members:
        if any(words in member.message for words in _LIST_AWAITED):
            return " A list cannot be awaited; await asyncio.gather(*calls) awaits all that is in it."
        if member.is_a("GeneratorExit"):
            return _GROUP_AROUND_YIELD
        if member.is_a("InvalidStateError") and _TOO_EARLY in member.message:
            return " A task has a result when it is done: await it, or the end of its TaskGroup, before you ask."
    return ""


def of_missing_error(run: "Facts") -> int | None:
    """Why an error did not come through."""
    value = run.value
    if any(isinstance(item, Failure) for item in _parts(value)):
        return mistakes.ERRORS_AS_RESULTS
    if run.observations("thread_error"):
        return mistakes.ERROR_STAYED_IN_THREAD
    if any(_refused(operation) for operation in run.operations):
        text = repr(value)
        return mistakes.STATUS_IGNORED if "broken" in text or "error" in text.lower() else mistakes.ERRORS_SWALLOWED
    # In a run with processes there are no operations to look at, but the error that the check has brought in is the
    # only one.
    vanished = run.watch is not None or any(operation.outcome == "failed" for operation in run.operations)
    return (thread_mistakes.of_lost_error(run) or mistakes.ERRORS_SWALLOWED) if vanished else None


def went_wrong(operation: Operation) -> bool:
    """Whether it failed, or was answered with an error status."""
    return operation.outcome == "failed" or _refused(operation)


def _refused(operation: Operation) -> bool:
    return operation.status is not None and operation.status >= 400


def of_late_cancellation(run: "Facts") -> int | None:
    return (
        of_blocking_call(blocking[0]) if (blocking := run.observations("blocking_call")) else mistakes.GOES_ON_CANCELLED
    )


def of_swallowed_cancellation(run: "Facts", went_on: bool) -> int:
    """Why it returned although it was cancelled; ``went_on``: and not even immediately."""
    if run.counted("gathers") and _holds_cancellation(run.value):
        return mistakes.CANCELLATION_AS_RESULT
    return mistakes.GOES_ON_CANCELLED if went_on else mistakes.SWALLOWED_CANCELLATION


def _holds_cancellation(value: Any) -> bool:
    """Whether a CancelledError is, at whatever depth, among what was returned."""
    if isinstance(value, Failure):
        return value.is_a("CancelledError")
    if isinstance(value, Record):
        value = value.fields
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(map(_holds_cancellation, items))


def of_work_left(run: "Facts") -> int | None:
    """Why operations were still in flight at the end."""
    if not run.observations("task_left"):
        return _of_work_without_tasks(run)
    if run.counted("shields"):
        return mistakes.SHIELDED
    if run.observations("generator_dropped"):
        return mistakes.GENERATOR_LEFT
    if run.counted("timed_waits"):
        return mistakes.WAIT_DOES_NOT_CANCEL
    failed = run.failure is not None and not run.failure.is_a("CancelledError")
    return mistakes.GATHER_LEAVES_THE_OTHERS if failed and run.counted("gathers") else mistakes.TASKS_LEFT


def _of_work_without_tasks(run: "Facts") -> int | None:
    if run.observations("task_abandoned"):
        return mistakes.TASK_NOT_AWAITED
    if run.observations("thread_left"):
        return of_thread_left(run)
    return mistakes.POOL_MISUSED if run.observations("pool_left_open") else None


def of_thread_left(run: "Facts") -> int:
    """Why a thread was still at work at the end."""
    return mistakes.DAEMON_LEFT if run.counted("daemons_at_work") else mistakes.NOT_JOINED


def place(run: "Facts", number: int | None, name: str | None = None) -> Where | None:
    """The learner's line that best shows a mistake."""
    return _usual_place(run, number, name) or (place_of(run.failure) if run.failure is not None else None)


def _usual_place(run: "Facts", number: int | None, name: str | None) -> Where | None:
    """The line that usually shows it, if it is known."""
    if number in (
        mistakes.SYNC_HTTP_IN_COROUTINE,
        mistakes.SLEEP_IN_COROUTINE,
        mistakes.BLOCKING_LOCK_IN_COROUTINE,
        mistakes.FILE_IN_COROUTINE,
    ):
        return run.observations("blocking_call")[0].where if run.observations("blocking_call") else None
    if number == mistakes.GENERATOR_LEFT and run.observations("generator_dropped"):
        return run.observations("generator_dropped")[0].where
    if number == mistakes.NEVER_AWAITED and run.observations("never_awaited"):
        return run.observations("never_awaited")[0].where
    if number in (mistakes.TASKS_LEFT, mistakes.GATHER_LEAVES_THE_OTHERS) and run.observations("task_left"):
        return run.observations("task_left")[0].where
    if number == mistakes.TASK_NOT_AWAITED and run.observations("task_abandoned"):
        return run.observations("task_abandoned")[0].where
    if number in (mistakes.STATUS_IGNORED, mistakes.ERRORS_SWALLOWED, mistakes.ERRORS_AS_RESULTS):
        return next((o.where for o in run.operations if went_wrong(o) and o.where.file), None)
    # Where an order was lost is where results are put together; the operations' lines would lead astray.
    return None if number in (None, mistakes.COMPLETION_ORDER) else run.usual_place(name)
