"""Why work that belongs into other processes was not done there, or not as it should, and which line shows it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from asynclings.grading import mistakes
from asynclings.grading.stacks import Halt
from asynclings.messages import Where

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def of_work_at_home(run: "Facts") -> int | None:
    """Why work for the processor was done in the submission's own process."""
    thread = "" if run.watch is None else run.watch.at_home
    if thread == "main":
        return mistakes.CPU_IN_COROUTINE if run.order.manner == "async" else None
    if thread == "other":
        return mistakes.TO_THREAD_FOR_CPU if run.order.manner == "async" else mistakes.THREADS_FOR_CPU
    return None


def of_held_up_loop(run: "Facts") -> int:
    """Why the event loop did not turn while the processes computed."""
    waits = run.observations("blocking_call")
    return (
        mistakes.SLEEP_IN_COROUTINE
        if waits and waits[0].detail.startswith("time.sleep")
        else mistakes.BLOCKING_LOCK_IN_COROUTINE
    )


def place_of_work(run: "Facts") -> Where | None:
    """The line that did the work itself, or handed it to where it was done; otherwise, that made who should do it."""
    return run.seen_at("worked_at_home", "job_submitted", "pool_made", "process_started")


def place_of_pool(run: "Facts") -> Where | None:
    """The line that made the processes."""
    return run.seen_at("pool_made", "process_started")


def place_of_jobs(run: "Facts") -> Where | None:
    """The line that gave the processes their work; if there were too few of them for that, the one that made them."""
    return run.seen_at("job_submitted", "pool_made") if run.counted("pools_of_several") else place_of_pool(run)


def of_one_at_a_time(run: "Facts") -> int | None:
    """Why a pool that has several processes never used two at once."""
    if not run.counted("pools_of_several"):
        return None
    return mistakes.AWAIT_IN_LOOP if run.order.manner == "async" else mistakes.RESULT_AT_ONCE


def of_many_processes(run: "Facts") -> int | None:
    """Why there were more processes than should do the work."""
    return mistakes.POOL_MISUSED if run.counted("process_pools") > 1 else None


def of_nothing_done(run: "Facts", value: Any) -> int | None:
    """Why the result is what it was in the beginning, although there were processes that worked for it."""
    empty = value is None or (type(value) in (int, float, list, dict, str) and not value)
    return mistakes.CHANGE_IN_CHILD if empty and run.counted("processes_made") else None


def of_silence(halts: Sequence[Halt]) -> int | None:
    """Why nothing runs any more, from what the submission's own process waits for."""
    return mistakes.JOINED_BEFORE_EMPTIED if halts and halts[0].called == "process.join" else None


def of_script(output: str) -> int | None:
    """Why a script's processes did not do what they should, from what they and it have printed."""
    return mistakes.NO_MAIN_GUARD if "has finished its bootstrapping phase" in output else None
