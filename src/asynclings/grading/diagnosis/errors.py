"""Why an error came that should not have come, or did not come through."""

from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import groups, results, threads
from asynclings.grading.http_clients import is_error
from asynclings.values import Failure

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts

# No entry of the catalogue: what to do is a sentence of the message. (Python 3.14 has other words than those before.)
_LIST_AWAITED = ("object list can't be used in 'await'", "'list' object can't be awaited")
_TOO_EARLY = "Result is not set"
_GROUP_AROUND_YIELD = (
    " That is what closes a generator, raised at its yield. A TaskGroup around the yield takes it for an error; "
    "cancel and await your tasks in a finally instead."
)

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

# What has no order, and is compared only where what stands before it in a tuple was equal: a time, for instance.
_COMPARED = "'<' not supported between instances of '{}' and"
_CALLBACKS = ("function", "method", "builtin_function_or_method", "partial", "generator", "coroutine", "Task", "Future")


def of_error(run: "Facts", failure: Failure) -> int | None:
    """Why a function raised where it should have returned."""
    for member in failure.members:
        for words, number in _ERROR_WORDS:
            if words in member.message:
                return (
                    mistakes.CACHED_COROUTINE if number == mistakes.AWAITED_TWICE and run.counted("caches") else number
                )
        if "object is not callable" in member.message and run.observations("called_before_thread"):
            return mistakes.CALLED_BEFORE_THREAD
        if any(_COMPARED.format(kind) in member.message for kind in _CALLBACKS):
            return mistakes.COMPARED_BY_CALLBACKS
        if member.is_a("PicklingError"):
            return mistakes.UNPICKLABLE
    went_wrong = any(operation.went_wrong for operation in run.operations)
    if run.order.manner == "sync" and failure.is_a("TimeoutError") and not went_wrong:
        return mistakes.TIMEOUT_OF_A_THREAD
    if groups.caught_around(run, failure) is not None:
        return mistakes.EXCEPT_AROUND_GROUP
    if any(is_error(part, "HTTPError") for part in failure.members) and went_wrong:
        return mistakes.FIRST_ERROR_LOSES_ALL
    return mistakes.NEVER_AWAITED if run.observations("never_awaited") else None


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
    if results.has_errors(run.value):
        return mistakes.ERRORS_AS_RESULTS
    if run.observations("thread_error"):
        return mistakes.ERROR_STAYED_IN_THREAD
    if any(operation.refused for operation in run.operations):
        text = repr(run.value)
        return mistakes.STATUS_IGNORED if "broken" in text or "error" in text.lower() else mistakes.ERRORS_SWALLOWED
    # In a run with processes there are no operations to look at, but the error that the check has brought in is the
    # only one.
    vanished = run.watch is not None or any(operation.outcome == "failed" for operation in run.operations)
    return (threads.of_lost_error(run) or mistakes.ERRORS_SWALLOWED) if vanished else None
