"""What to say of a run that did not come to its end."""

import signal
from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import processes, standstill
from asynclings.grading.failures import CannotRun, CheckFailed
from asynclings.grading.hindrances import hindrance, place_of
from asynclings.grading.order import MEMORY, Order
from asynclings.grading.watch import PROCESSES, THREADS
from asynclings.grading.wording import listing, seconds, spoken
from asynclings.messages import (
    FAULT,
    LEFT,
    LOOK_LIMIT,
    NO_MEMORY,
    THE_CHECK,
    TURN_LIMIT,
    Waits,
    Where,
)
from asynclings.world.clock import HORIZON

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def how_it_ended(run: "Facts") -> CheckFailed:
    """The failure that fits how a run ended; `CannotRun` where the submission cannot be run at all."""
    transcript = run.transcript
    if transcript.importing and transcript.ending in ("raised", "returned"):
        return _not_imported(run)
    match transcript.ending:
        case "stuck":
            return _stuck(run)
        case "processor":
            return _over_limit(
                run,
                f"after {run.order.processor_seconds} s of processor time it was still computing, and was ended. "
                "Look for a loop that never ends: one whose condition never changes, or that waits for another task or "
                "thread without a call that waits (`await`, join(), get()), so that nobody else gets a turn.",
            )
        case "deadlocked":
            return _over_limit(run, _deadlocked(run))
        case "silent":
            return _silent(run)
        case "crowded":
            return _over_limit(
                run,
                f"it had {transcript.reason} at once, and was ended: more than {PROCESSES} processes, or {THREADS:,} "
                "threads, are too many for any exercise. Start a fixed number of processes (a pool), from one "
                "place: where each of them starts others, there is no end to it.",
            )
        case "deadline":
            return _over_limit(
                run,
                f"after {run.order.seconds:g} s of real time it had not ended, and was ended. {why_so_long(run.order)}",
            )
        case "died":
            return _died(run)
        case "violation":
            return CannotRun(
                f"The run broke the grader's protocol: {transcript.reason}. Leave alone what belongs to the kit: its "
                "modules, and the descriptors of files that you did not open.",
                run=run,
            )
        case _:
            return CannotRun(
                f"The submission's process took the one that had started it along ({transcript.reason}), and this "
                "check is lost. Send no signals to other processes (os.kill).",
                run=run,
            )


def why_so_long(order: Order) -> str:
    """What takes so much real time in a run, where waiting by itself costs none, and in one where it does."""
    if order.virtual:
        return (
            "It waits for something outside the simulated world, such as a pipe, a file, another process or a signal."
        )
    return (
        "It or one of its processes is still at work, or waits. Look for a loop that never ends, for work that is done "
        "more than once, and for a wait by the clock (time.sleep)."
    )


def _not_imported(run: "Facts") -> CheckFailed:
    failure = run.transcript.failure
    assert failure is not None
    hindered = hindrance(run)
    if hindered is not None:
        text = f"{run.program.module}.py could not be imported. {hindered.message}"
        return CannotRun(text, where=hindered.where, run=run)
    advice = "".join(what for name, what in _IMPORT_ADVICE.items() if failure.is_a(name))
    return CannotRun(
        f"{run.program.module}.py could not be imported: {spoken(failure).rstrip('.')}.{advice}",
        mistake=_import_mistake(failure.message),
        where=place_of(failure),
        run=run,
    )


_IMPORT_ADVICE = {
    "SyntaxError": " Python cannot read this line, or the one before it.",
    "ModuleNotFoundError": " The exercises need nothing but the standard library and httpx.",
}


def _import_mistake(message: str) -> int | None:
    return mistakes.STARTED_BEFORE_LOOP if "no running event loop" in message else None


def _stuck(run: "Facts") -> CheckFailed:
    transcript = run.transcript
    when = "while it was imported, " if transcript.importing else ""
    if run.cancelled_at is not None:
        when = f"after it was cancelled at {seconds(run.cancelled_at)}, "
    waits = _who_waits(run)
    running = [wait for wait in transcript.waits if wait.what.startswith("nothing")]
    where = next((wait.where for wait in [*running, *transcript.waits] if wait.where.file), None)
    match transcript.reason:
        case "deadlock":
            text = f"Deadlock: {when}at {seconds(run.elapsed)} everything waits and nothing can wake it. {waits}."
            mistake = standstill.of_deadlock(run)
            culprits = tuple(what for what, number in standstill.DEADLOCKS.items() if number == mistake)
            where = next(
                (wait.where for wait in transcript.waits if wait.what.startswith(culprits) and wait.where.file), where
            )
        case "horizon":
            text = f"It runs for ever: {when}{_horizon(run)} of virtual time has passed and it has not ended. {waits}."
            mistake = standstill.of_endless_run(run, None)
        case "livelock":
            text = (
                f"Livelock: {when}it looks again and again, {LOOK_LIMIT:,} times, without ever waiting, so no time "
                f"passes. {waits}."
            )
            mistake = standstill.of_endless_run(run, mistakes.BUSY_WAITING)
        case _:
            text = (
                f"It does not end: {when}it has waited {TURN_LIMIT:,} times for short times and is at "
                f"{seconds(run.elapsed)}. {waits}."
            )
            mistake = standstill.of_endless_run(run, mistakes.BUSY_WAITING)
    kind = CannotRun if transcript.importing else CheckFailed
    return kind(text, mistake=mistake, where=where, run=run)


def _deadlocked(run: "Facts") -> str:
    """What to say where the operating system, and not the world, saw that nothing can go on."""
    if not run.order.virtual:
        return "deadlock: every thread waits for another one, and nothing can wake any of them."
    return (
        f"deadlock: at {seconds(run.elapsed)} every thread waits for another one, and nothing can wake any of them. "
        "One of them waits for a lock that the simulated world does not know, and holds everybody up. Use the locks, "
        "queues and events of threading, queue and asyncio, not those of _thread, multiprocessing or an extension."
    )


def _silent(run: "Facts") -> CheckFailed:
    return CheckFailed(
        "It stood still, and was ended: for a long while nothing ran in it, nor in any of its processes. They wait for "
        "each other, or for something that does not come.",
        mistake=processes.of_silence(run.transcript.halts),
        where=_place_of_halt(run),
        run=run,
    )


def _horizon(run: "Facts") -> str:
    return "an hour" if run.horizon == HORIZON else seconds(run.horizon)


def _who_waits(run: "Facts") -> str:
    """What the submission waits for, and the check's clients. The check itself only waits for these."""
    own = [_said(wait) for wait in run.transcript.waits if wait.who != THE_CHECK]
    return "; ".join(filter(None, [listing(own, most=6) or "Nothing of yours is left", listing(run.clients_waiting)]))


def _said(wait: Waits) -> str:
    place = f" ({wait.where.file}:{wait.where.line})" if wait.where.file else ""
    return (
        f"{wait.who} waits for {wait.what}{place}"
        if not wait.what.startswith("nothing")
        else f"{wait.who} is running{place}"
    )


def _over_limit(run: "Facts", what: str) -> CheckFailed:
    kind = CannotRun if run.transcript.importing else CheckFailed
    text = f"While it was imported: {what}" if run.transcript.importing else f"{what[0].upper()}{what[1:]}"
    return kind(text, where=_place_of_halt(run), run=run)


def _place_of_halt(run: "Facts") -> Where | None:
    """Where it was when it was ended from outside, or crashed."""
    return run.transcript.halts[0].where if run.transcript.halts else None


def _died(run: "Facts") -> CheckFailed:
    status = run.transcript.status
    when = " while it was imported" if run.transcript.importing else ""
    if status is None or status == LEFT:
        text = "its process closed the connection to the grader. Close only files that you opened"
    elif status < 0:
        text = f"its process was ended by {_signal_name(-status)}{_SIGNAL_CAUSES.get(-status, '')}"
    else:
        text = _EXITS.get(
            status, f"its process ended itself with exit code {status}. Return the result; os._exit drops it"
        )
    return CannotRun(
        f"The run broke off{when}: {text}. There is no result to judge.", where=_place_of_halt(run), run=run
    )


_EXITS = {
    FAULT: "the kit's own code failed in it, as it does when what it needs was replaced or closed; the output says how",
    NO_MEMORY: f"it needed more memory than the {MEMORY >> 20} MiB it may have. Look for a list that only grows",
}
_SIGNAL_CAUSES = {
    11: ": usually a recursion too deep for C, or a broken extension",
    6: ": something called abort",
    9: ": it sent that itself, or the machine ran out of memory",
}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
