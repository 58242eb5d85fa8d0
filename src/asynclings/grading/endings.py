"""What to say of a run that did not come to its end."""

import signal
from typing import TYPE_CHECKING

from asynclings.grading import diagnosis
from asynclings.grading.failures import CannotRun, CheckFailed
from asynclings.grading.wording import listing, seconds, spoken
from asynclings.messages import THOUGH_CANCELLED, Waits, Where
from asynclings.world.clock import HORIZON

if TYPE_CHECKING:
    from asynclings.grading.run import Run

DEADLOCK_MISTAKES = {
    "Lock.acquire()": 49,
    "a threading.Lock": 49,
    "Queue.join()": 51,
    "Queue.get()": 52,
}
# The same waits, where an operation had failed before.
KEPT_AFTER_ERROR = {
    "Lock.acquire()": diagnosis.LOCK_NOT_RELEASED,
    "Semaphore.acquire()": diagnosis.LOCK_NOT_RELEASED,
    "a threading.Lock": diagnosis.THREAD_LOCK_NOT_RELEASED,
    "a threading.RLock": diagnosis.THREAD_LOCK_NOT_RELEASED,
}
NO_REAL_NETWORK = (
    "It asked for a real network connection ({}); only httpx reaches the simulated web, and nothing else is to be had here."
)


def how_it_ended(run: "Run") -> CheckFailed:
    """The failure that fits how a run ended; `CannotRun` where the submission cannot be run at all."""
    record = run.record
    if record.importing and record.ending in ("raised", "returned"):
        return _not_imported(run)
    match record.ending:
        case "raised" | "returned":
            assert record.failure is not None
            return CannotRun(f"{record.failure.message}.", run=run)
        case "stuck":
            return _stuck(run)
        case "processor":
            return _over_limit(run, f"after {run.order.processor_seconds} s of processor time it was still computing")
        case "deadline":
            return _over_limit(run, f"after {run.order.seconds:g} s of real time it had not ended: it waits for something real")
        case "died":
            return _died(run)
        case "violation":
            return CannotRun(f"The run broke the grader's protocol: {record.reason}. Does the submission tamper with the kit?", run=run)
        case _:
            return CannotRun(f"The submission ended the process that starts it ({record.reason}). The check is lost.", run=run)


def _not_imported(run: "Run") -> CheckFailed:
    failure = run.record.failure
    assert failure is not None
    for observed in run.observations("real_network"):
        return CannotRun(NO_REAL_NETWORK.format(observed.detail), where=observed.where, run=run)
    where = Where(failure.frames[-1].file, failure.frames[-1].line, failure.frames[-1].function) if failure.frames else None
    return CannotRun(
        f"{run.program.module}.py could not be imported: {spoken(failure)}.", mistake=_import_mistake(failure.message), where=where, run=run
    )


def _import_mistake(message: str) -> int | None:
    return 14 if "no running event loop" in message else None


def _stuck(run: "Run") -> CheckFailed:
    record = run.record
    when = "while it was imported, " if record.importing else ""
    waits = listing([_said(wait) for wait in record.waits], most=6) or "nobody is left"
    running = [wait for wait in record.waits if wait.what.startswith("nothing")]
    where = next((wait.where for wait in [*running, *record.waits] if wait.where.file), None)
    match record.reason:
        case "deadlock":
            text = f"Deadlock: {when}at {seconds(run.elapsed)} everything waits and nothing can wake it. {waits}."
            mistake = _deadlock_mistake(run)
            culprits = tuple(what for what, number in DEADLOCK_MISTAKES.items() if number == mistake)
            where = next((wait.where for wait in record.waits if wait.what.startswith(culprits) and wait.where.file), where)
        case "horizon":
            text = f"It runs for ever: {when}{_horizon(run)} of simulated time has passed and it has not ended. {waits}."
            mistake = _endless_mistake(run, None)
        case "livelock":
            text = f"Livelock: {when}it looks again and again, 50,000 times, without ever waiting, so no time passes. {waits}."
            mistake = _endless_mistake(run, diagnosis.BUSY_WAITING)
        case _:
            text = f"It does not end: {when}it has waited 20,000 times for short times and is at {seconds(run.elapsed)}. {waits}."
            mistake = _endless_mistake(run, diagnosis.BUSY_WAITING)
    return CheckFailed(text, mistake=mistake, where=where, run=run)


def _horizon(run: "Run") -> str:
    return "an hour" if run.horizon == HORIZON else seconds(run.horizon)


def _deadlock_mistake(run: "Run") -> int | None:
    waits = {wait.what.removesuffix(THOUGH_CANCELLED) for wait in run.record.waits}
    kept_after_error = KEPT_AFTER_ERROR if any(map(diagnosis.went_wrong, run.operations)) else {}
    return next((number for what, number in {**DEADLOCK_MISTAKES, **kept_after_error}.items() if what in waits), None)


def _endless_mistake(run: "Run", otherwise: int | None) -> int | None:
    """Why it goes on for ever, if the reason can be seen."""
    if any(wait.what.endswith(THOUGH_CANCELLED) for wait in run.record.waits):
        return diagnosis.GOES_ON_CANCELLED
    blocking = run.observations("blocking_call")
    return diagnosis.of_blocking_call(blocking[0]) if blocking else otherwise


def _said(wait: Waits) -> str:
    place = f" ({wait.where.file}:{wait.where.line})" if wait.where.file else ""
    return f"{wait.who} waits for {wait.what}{place}" if not wait.what.startswith("nothing") else f"{wait.who} is running{place}"


def _over_limit(run: "Run", what: str) -> CheckFailed:
    frames = run.record.stacks
    where = Where(frames[0].file, frames[0].line, frames[0].function) if frames else None
    kind = CannotRun if run.record.importing else CheckFailed
    when = "While it was imported: " if run.record.importing else ""
    sentence = f"{when}{what}." if when else f"{what[0].upper()}{what[1:]}."
    return kind(f"{sentence} It was ended.", where=where, run=run)


def _died(run: "Run") -> CheckFailed:
    status = run.record.status
    when = " while it was imported" if run.record.importing else ""
    if status is None:
        text = "its process closed the connection to the grader"
    elif status < 0:
        text = f"its process was ended by {_signal_name(-status)}{_SIGNAL_CAUSES.get(-status, '')}"
    else:
        text = f"its process ended itself with exit code {status} (os._exit, or a crash at the end)"
    return CannotRun(f"The run broke off{when}: {text}. There is no result to judge.", run=run)


_SIGNAL_CAUSES = {11: ", usually a recursion too deep for C or a broken extension", 6: ", an abort", 9: ", which it sent itself or memory ran out"}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
