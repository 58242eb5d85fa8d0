"""An event loop of your own."""

import heapq
from collections import deque

from asynclings.grading import Failure, Lab, Run, Service, Story, check, operation

CLASS = "EventLoop"
CROWD, SLEEPERS = 10_000, 100

# Numbers of the mistake catalogue.
ERRORS_SWALLOWED, NEVER_RESTS = 26, 103

Script = tuple[str, list[float | None]]
"""A task's name, and what it yields: None to give way, seconds to sleep."""


class Clock(Service):
    """The time, and a book of whose turn it was. All seconds here are multiples of 1/8, which binary fractions hold."""

    @operation("blocking")
    def sleep(self, seconds: float) -> Story[None]:
        if not seconds >= 0:
            raise ValueError(f"the clock cannot sleep for {seconds} seconds")
        yield seconds

    @operation("instant")
    def ran(self, task: str) -> None: ...

    @operation("instant")
    def never_rested(self) -> None: ...


def drive(lab: Lab, function: str, *arguments: object) -> Run:
    run = lab.run(function, Clock(), *arguments, manner="sync", drives=CLASS)
    run.expect(
        all(operation.name != "never_rested" for operation in run.operations),
        f"At {run.elapsed:g} s the loop asked the clock what time it is, 300,000 times without a turn for any task, "
        "and without letting any time pass. When nobody is ready it should sleep.",
        mistake=NEVER_RESTS,
    )
    return run.finished()


def follow(lab: Lab, *runs: list[Script]) -> Run:
    """Run these tasks, and then those of the next list; each is done in the end."""
    return drive(lab, "follow", list(runs)).returned([f"{name} is done" for scripts in runs for name, _ in scripts])


def what_should_happen(scripts: list[Script]) -> list[str | float]:
    """The rules, carried out: whose turn it is, by name, and how long the clock sleeps in between."""
    happens: list[str | float] = []
    ready = deque((name, deque(wishes)) for name, wishes in scripts)
    timers: list[tuple[float, int, tuple[str, deque[float | None]]]] = []
    now = 0.0
    while ready or timers:
        if not ready:
            deadline = timers[0][0]
            happens.append(deadline - now)
            now = deadline
            while timers and timers[0][0] == now:
                ready.append(heapq.heappop(timers)[2])
        name, wishes = ready.popleft()
        happens.append(name)
        if wishes:
            wish = wishes.popleft()
            if wish is None:
                ready.append((name, wishes))
            else:
                heapq.heappush(timers, (now + wish, len(happens), (name, wishes)))
    return happens


def what_happened(run: Run) -> list[str | float]:
    return [o.arguments[0] for o in run.operations if o.name in ("ran", "sleep") and o.outcome == "ok"]


def turns(happened: list[str | float]) -> list[str]:
    return [name for name in happened if isinstance(name, str)]


def in_this_order(run: Run, expected: list[str], rule: str) -> None:
    """The turns came in this order."""
    found = turns(what_happened(run))
    n = next((n for n, names in enumerate(zip(found, expected, strict=False)) if names[0] != names[1]), len(expected))
    before = f"after {', '.join(found[max(0, n - 3) : n])} " if n else "at first "
    run.expect(
        found == expected,
        f"It was somebody else's turn: {before}it should have been {' '.join(expected[n : n + 1])}, "
        f"and it was {' '.join(found[n : n + 1]) or 'nobody'}. {rule}",
    )


def eighths(lab: Lab, least: int = 1, most: int = 40) -> float:
    return lab.random.randrange(least, most) / 8


@check("Correct")
def test_every_task_is_run_to_its_end(lab: Lab) -> None:
    """Every task runs to its end, step by step, and its handle gives what it returned."""
    first, second = ([n / 8 for n in lab.random.sample(range(1, 20), 3)] for _ in range(2))
    # They wake at different times, first within 20/8 seconds, then 30/8 later: ties are another check's business.
    scripts: list[Script] = [
        (name, [a, None, b - a + 30 / 8]) for name, a, b in zip(lab.words(3), first, second, strict=True)
    ]
    run = follow(lab, scripts)
    found = turns(what_happened(run))
    for name, wishes in scripts:
        run.expect(
            found.count(name) == len(wishes) + 1,
            f"{name} had {found.count(name)} turns; with {len(wishes)} yields it should have {len(wishes) + 1}.",
        )
    follow(lab, [])
    follow(lab, [(lab.word(), [])])


@check("Concurrent")
def test_tasks_take_turns_and_sleep_together(lab: Lab) -> None:
    """Tasks that are ready take turns, and those that sleep do it together: as long as the longest, not as all."""
    names = lab.words(4)
    run = follow(lab, [(name, [None] * 3) for name in names])
    rule = "Each task goes on to its next yield, and then stands at the end of the queue."
    in_this_order(run, names * 4, rule)
    seconds = lab.random.sample(range(1, 40), 4)
    run = follow(lab, [(name, [n / 8]) for name, n in zip(names, seconds, strict=True)])
    run.expect(
        run.elapsed == max(seconds) / 8,
        f"Four tasks that sleep for {', '.join(f'{n / 8:g}' for n in seconds)} s took {run.elapsed:g} s; "
        f"they should sleep together, and take {max(seconds) / 8:g} s."
        + (" That is what it takes one after another." if run.elapsed == sum(seconds) / 8 else ""),
    )


@check("Bounded")
def test_the_clock_sleeps_when_nobody_is_ready(lab: Lab) -> None:
    """The clock sleeps only when no task is ready, and exactly to the next deadline."""
    one, two, three, four = lab.words(4)
    a, b = eighths(lab), eighths(lab)
    # No two deadlines are the same here.
    scripts: list[Script] = [
        (one, [a, b + 6]),
        (two, [a + b + 3]),
        (three, [None] * 5),
        (four, [a + 1, b + 1]),
    ]
    lab.random.shuffle(scripts)
    run = follow(lab, scripts)
    expected, found = sleeps(what_should_happen(scripts)), sleeps(what_happened(run))
    run.expect(
        [seconds for _, seconds in found] == [seconds for _, seconds in expected],
        f"clock.sleep was called {len(found)} times, for {said(found)} s; it should be called {len(expected)} times, "
        f"for {said(expected)} s: the time from each deadline to the next.",
        mistake=NEVER_RESTS if len(found) > 5 * len(expected) else None,
    )
    early = next((turn for turn, right in zip(found, expected, strict=True) if turn[0] < right[0]), (0, 0.0))
    run.expect(
        found == expected,
        f"clock.sleep({early[1]:g}) was called after {early[0]} turns, when there were tasks that could run. It should "
        "be called only when none can.",
    )
    run.took(sum(seconds for _, seconds in expected))


def sleeps(happened: list[str | float]) -> list[tuple[int, float]]:
    """Each sleep of the clock, with the number of turns before it."""
    return [(len(turns(happened[:n])), what) for n, what in enumerate(happened) if not isinstance(what, str)]


def said(calls: list[tuple[int, float]]) -> str:
    few = [f"{seconds:g}" for _, seconds in calls[:6]]
    return ", ".join(few) + (", …" if len(calls) > len(few) else "") if few else "no"


@check("Robust")
def test_errors_families_and_crowds(lab: Lab) -> None:
    """An error reaches its handle and stops nobody else, tasks may spawn tasks, and ten thousand tasks finish."""
    some_fail(lab)
    names = lab.words(4)
    run = drive(lab, "family", names)
    run.expect(
        run.value == [f"{name} is done" for name in names],
        f"Each of {len(names)} tasks spawned the next while the loop ran, and the results are {run.value!r}. "
        "run() should return when all of them are done.",
    ).took(len(names))
    drive(lab, "crowd", CROWD, SLEEPERS).returned(sum(range(CROWD))).took(2)


def some_fail(lab: Lab) -> None:
    """The first of five to wake fails, and the third."""
    pauses = sorted(n / 8 for n in lab.random.sample(range(1, 40), 5))
    scripts: list[Script] = [(name, [None, pause]) for name, pause in zip(lab.words(5), pauses, strict=True)]
    failing = [scripts[0][0], scripts[2][0]]
    lab.random.shuffle(scripts)
    run = drive(lab, "with_failures", scripts, failing)
    outcomes = dict(zip((name for name, _ in scripts), run.listed(5), strict=True))
    for name in sorted(outcomes.keys() - failing):
        run.expect(
            outcomes[name] == f"{name} is done",
            f"Two other tasks failed, and result() of {name} gave {outcomes[name]!r}; it should be "
            f"{f'{name} is done'!r}. Catch the error of a task where you let that task go on.",
        )
    for name in failing:
        error = outcomes[name]
        run.expect(
            isinstance(error, Failure) and error.is_a("LookupError") and error.message == f"{name} has failed",
            f"{name} raised LookupError, and result() of its handle gave {error!r}. It should raise that error.",
            mistake=None if isinstance(error, Failure) else ERRORS_SWALLOWED,
        )


@check("Ordered", needs="Concurrent")
def test_sleepers_wake_in_order(lab: Lab) -> None:
    """Whoever sleeps wakes in the order of the deadlines, ties in the order of going to sleep, and in every run."""
    a, b = eighths(lab), eighths(lab)
    third, second, first, also_first, late = lab.words(5)
    # All but the last of them wake at the same time; they went to sleep in the order that their names tell.
    scripts: list[Script] = [
        (third, [a + b, a]),
        (second, [a, a + b]),
        (first, [2 * a + b]),
        (also_first, [2 * a + b]),
        (late, [None, 2 * a + b + 1]),
    ]
    again: list[Script] = [(name, [eighths(lab, 1, 4) for _ in range(4)]) for name in lab.words(4)]
    run = follow(lab, scripts, again)
    rule = "The earlier deadline comes first; of those with the same, whoever went to sleep first."
    in_this_order(run, turns([*what_should_happen(scripts), *what_should_happen(again)]), rule)
    run.left_nothing_behind()
