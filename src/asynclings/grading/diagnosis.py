"""From measured facts to the likely mistake. Numbers are those of the catalogue; None means: not known, so not guessed."""

from typing import TYPE_CHECKING, Any

from asynclings.messages import Observed, Where
from asynclings.values import Failure

if TYPE_CHECKING:
    from asynclings.grading.run import Run

AWAIT_IN_LOOP = 1
TASK_AWAITED_AT_ONCE = 2
NEVER_AWAITED = 3
GATHER_OF_A_LIST = 4
FIXED_BATCHES = 5
UNBOUNDED = 6
OVER_SERIALISED = 9
COMPLETION_ORDER = 10
CLIENT_PER_REQUEST = 15
CLIENT_LEFT_OPEN = 16
SYNC_HTTP_IN_COROUTINE = 17
STATUS_IGNORED = 19
AWAITED_TWICE = 21
ERRORS_AS_RESULTS = 25
ERRORS_SWALLOWED = 26
SWALLOWED_CANCELLATION = 27
NEVER_RETRIEVED = 38
TASKS_LEFT = 40
NESTED_RUN = 42
BLOCKING_LOCK_IN_COROUTINE = 58
SLEEP_IN_COROUTINE = 62
FILE_IN_COROUTINE = 64
CALLED_BEFORE_THREAD = 67
START_THEN_JOIN = 71
NOT_JOINED = 73
POOL_LEFT_OPEN = 84
UNPICKLABLE = 89

# kind of observation: the sentence about it, the mistake
LEFT_BEHIND: dict[str, tuple[str, int | None]] = {
    "never_awaited": ("the coroutine {} had been made and never awaited", NEVER_AWAITED),
    "task_left": ("the task {} was still running", TASKS_LEFT),
    "task_lost": ("the task {} had been thrown away before it was done", 39),
    "thread_left": ("the thread {} was still running", NOT_JOINED),
    "process_left": ("the process {} was still there", POOL_LEFT_OPEN),
    "pool_left_open": ("a {} had not been shut down", POOL_LEFT_OPEN),
    "client_left_open": ("an httpx.{} had not been closed", CLIENT_LEFT_OPEN),
    "file_left_open": ("the file {} had not been closed", None),
    "never_retrieved": ("a task had failed with {}, and nobody had asked it", NEVER_RETRIEVED),
    "loop_error": ("the event loop had reported an error in a callback: {}", None),
}


def of_time(run: "Run", expected: float, naive: float | None) -> int | None:
    """Why a run was too slow."""
    blocking = run.observations("blocking_call")
    if run.elapsed < expected:
        return None
    if blocking:
        return of_blocking_call(blocking[0])
    return of_little_overlap(run, run.peak())


def of_little_overlap(run: "Run", peak: int) -> int | None:
    """Why too little went on at once."""
    blocking = run.observations("blocking_call")
    if blocking:
        return of_blocking_call(blocking[0])
    if run.order.calls:
        return None
    if peak <= 1:
        return TASK_AWAITED_AT_ONCE if run.tasks_created() >= max(2, len(run.operations) // 2) else AWAIT_IN_LOOP
    return FIXED_BATCHES if run.order.manner == "async" and _came_in_batches(run) else None


def _came_in_batches(run: "Run") -> bool:
    """Whether operations began in groups, each when the whole group before it had ended."""
    starts = sorted({operation.start for operation in run.operations})
    if len(starts) < 2:
        return False
    return all(
        operation.end is not None and operation.end <= start
        for start in starts[1:]
        for operation in run.operations
        if operation.start < start
    )


def of_much_overlap(run: "Run", peak: int, name: str | None) -> int | None:
    """Why too much went on at once."""
    whole = len([operation for operation in run.operations if name is None or name in (operation.name, operation.service)])
    return UNBOUNDED if peak == whole else None


def of_blocking_call(observed: Observed) -> int:
    what = observed.detail
    if what.startswith(("a connection to", "an answer from")):
        return SYNC_HTTP_IN_COROUTINE
    if what.startswith("open("):
        return FILE_IN_COROUTINE
    if any(word in what for word in ("Lock", "Condition", "Event", "Queue", "Semaphore", "join", "result", "wait")):
        return BLOCKING_LOCK_IN_COROUTINE
    return SLEEP_IN_COROUTINE


def of_wrong_value(run: "Run", expected: Any) -> int | None:
    """Why a result is wrong."""
    value = run.value
    if run.observations("never_awaited"):
        return NEVER_AWAITED
    if isinstance(value, list | tuple) and any(isinstance(item, Failure) for item in value):
        return ERRORS_AS_RESULTS
    if isinstance(value, list) and isinstance(expected, list) and value != expected and _sorted(value) == _sorted(expected):
        return COMPLETION_ORDER
    return None


def _sorted(values: list[Any]) -> list[str]:
    return sorted(map(repr, values))


def of_error(run: "Run", failure: Failure) -> int | None:
    """Why a function raised where it should have returned."""
    message = failure.message
    for words, number in _ERROR_WORDS:
        if words in message:
            return number
    if failure.is_a("PicklingError"):
        return UNPICKLABLE
    return None


_ERROR_WORDS = (
    ("unhashable type: 'list'", GATHER_OF_A_LIST),
    ("cannot reuse already awaited coroutine", AWAITED_TWICE),
    ("cannot be called from a running event loop", NESTED_RUN),
    ("attached to a different loop", 57),
    ("'str' object is not callable", CALLED_BEFORE_THREAD),
    ("'coroutine' object", NEVER_AWAITED),
    ("Can't pickle", UNPICKLABLE),
    ("cannot pickle", UNPICKLABLE),
)


def of_missing_error(run: "Run") -> int | None:
    """Why an error did not come through."""
    value = run.value
    if isinstance(value, list | tuple) and any(isinstance(item, Failure) for item in value):
        return ERRORS_AS_RESULTS
    if any(operation.status is not None and operation.status >= 400 for operation in run.operations):
        text = repr(value)
        return STATUS_IGNORED if "broken" in text or "error" in text.lower() else None
    return None


def of_late_cancellation(run: "Run") -> int | None:
    return of_blocking_call(blocking[0]) if (blocking := run.observations("blocking_call")) else 28


def of_work_left(run: "Run") -> int | None:
    """Why operations were still under way at the end."""
    failed = run.failure is not None and not run.failure.is_a("CancelledError")
    return 24 if failed and run.observations("task_left") else TASKS_LEFT if run.observations("task_left") else None


def place(run: "Run", number: int | None, name: str | None = None) -> Where | None:
    """The learner's line that best shows a mistake."""
    if number in (SYNC_HTTP_IN_COROUTINE, SLEEP_IN_COROUTINE, BLOCKING_LOCK_IN_COROUTINE, FILE_IN_COROUTINE):
        return run.observations("blocking_call")[0].where if run.observations("blocking_call") else None
    if number == NEVER_AWAITED and run.observations("never_awaited"):
        return run.observations("never_awaited")[0].where
    if number in (TASKS_LEFT, 24) and run.observations("task_left"):
        return run.observations("task_left")[0].where
    return run.usual_place(name)
