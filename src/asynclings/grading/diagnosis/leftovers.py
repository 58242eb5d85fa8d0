"""What was left behind, in words, and why it was."""

from typing import TYPE_CHECKING

from asynclings.grading import mistakes

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
    "thread_left": ("{} was still running", mistakes.NOT_JOINED),
    "process_left": ("the process {} was still there", mistakes.POOL_MISUSED),
    "pool_left_open": ("a {}", mistakes.POOL_MISUSED),
    "client_left_open": ("a client ({}) had not been closed", mistakes.CLIENT_LEFT_OPEN),
    "connection_left_open": ("{} had not been closed", None),
    "file_left_open": ("the file {} had not been closed", None),
    "never_retrieved": ("a task had failed with {}, and nobody had asked it", mistakes.NEVER_RETRIEVED),
    "loop_error": ("the event loop had reported an error in a callback: {}", None),
}


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
