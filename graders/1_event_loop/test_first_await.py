"""Two rockets, one voice."""

from asynclings.grading import Failure, Lab, Run, Service, check, operation

FUNCTION = "countdown"
HUNDRED = 100  # more than any usual pool has threads

# Numbers of the mistake catalogue.
ERRORS_SWALLOWED, LOCK_HELD = 26, 47

Rocket = tuple[str, int]  # its name, and how many ticks it has


class Say(Service):
    """The loudspeaker: what was said, and when, is read off the trace."""

    @operation("instant")
    def __call__(self, words: str) -> None: ...


def launch(lab: Lab, rockets: list[Rocket], silent: str = "") -> Run:
    """Start all countdowns in the same instant."""
    return lab.run("launch", Say(), rockets, silent, drives=FUNCTION)


def score(rocket: Rocket) -> list[tuple[float, str]]:
    """What should be heard of a rocket, with the second at which it is due."""
    name, ticks = rocket
    return [(float(second), f"{name}: {ticks - second}") for second in range(ticks)]


def was_said(run: Run, due: list[tuple[float, str]]) -> None:
    """Exactly this was said, each at its second; what comes first within a second is nobody's business."""
    run.asked([f"say {words}" for _, words in due])
    heard = {said.label: said for said in run.operations}
    for second, words in sorted(due):
        said = heard[f"say {words}"]
        run.expect(
            said.outcome == "ok",
            f"say was called with {len(said.arguments)} arguments; it takes one text.",
            where=said.where,
        )
        run.expect(
            abs(said.start - second) < 1e-6,
            f'"{words}" was said at {said.start:g} s; its time is {second:g} s. {WHY_LATE}',
            where=said.where,
        )


WHY_LATE = "Every countdown says its first number at 0 s, and then one a second."


@check("Correct")
def test_one_countdown(lab: Lab) -> None:
    """A countdown says one number a second, the first immediately, and returns its lift-off."""
    for ticks in (lab.random.randrange(2, 6), 1, 0):
        name, say = lab.word(), Say()
        run = lab.run(FUNCTION, name, ticks, say).returned(f"{name}: lift-off")
        was_said(run, score((name, ticks)))
        run.took(ticks)


@check("Concurrent")
def test_two_countdowns_side_by_side(lab: Lab) -> None:
    """Two countdowns speak side by side, second by second, and are over when the longer one is."""
    rockets = list(zip(lab.words(2), (5, 3), strict=True))
    lab.random.shuffle(rockets)
    run = launch(lab, rockets).returned([f"{name}: lift-off" for name, _ in rockets])
    run.took(5, naive=5 + 3, mistake=LOCK_HELD if run.counted("locks_made") else None)
    was_said(run, [line for rocket in rockets for line in score(rocket)])


@check("Bounded")
def test_a_hundred_countdowns_in_one_thread(lab: Lab) -> None:
    """A hundred countdowns keep time in one thread, and wait once for each second."""
    rockets = [(name, lab.random.randrange(1, 4)) for name in lab.words(HUNDRED - 1)]
    rockets.append((lab.word(4), 4))
    run = launch(lab, rockets).returned([f"{name}: lift-off" for name, _ in rockets])
    threads = run.counted("threads_started")
    run.expect(
        not threads,
        f"{HUNDRED} countdowns started {threads} {'thread' if threads == 1 else 'threads'}; the event loop's own is "
        "enough for all of them. Let the coroutine wait, and no thread.",
    )
    was_said(run, [line for rocket in rockets for line in score(rocket)])
    run.took(4)
    alone = lab.word()
    run = lab.run(FUNCTION, alone, 4, Say()).returned(f"{alone}: lift-off").never_polled()
    run.expect(
        run.turns < 2 * 4,  # whoever reckons with fractions may have to wait once more for what is left of a second
        f"A countdown of 4 numbers waited {run.turns} times in {run.elapsed:g} s; it should wait 4 times, a whole "
        "second each.",
    )


@check("Robust")
def test_a_loudspeaker_that_fails(lab: Lab) -> None:
    """When the loudspeaker fails, that countdown ends with its error, and the others go on."""
    names = lab.words(3)
    rockets = [(name, 4) for name in names]
    run = launch(lab, rockets, silent=f"{names[1]}: 2")
    first, outcome, last = run.listed(3)
    run.expect(
        isinstance(outcome, Failure) and any(member.is_a("OSError") for member in outcome.members),
        f"The loudspeaker raised OSError in the countdown of {names[1]}, which ended with {outcome!r} all the same. "
        "The error should come out of that countdown.",
        mistake=ERRORS_SWALLOWED,
    )
    run.expect(
        [first, last] == [f"{name}: lift-off" for name in (names[0], names[2])],
        f"The other two countdowns ended with {first!r} and {last!r}; both should have lifted off.",
    )
    was_said(run, [*score(rockets[0]), *score(rockets[1])[:2], *score(rockets[2])])
    run.left_nothing_behind()


@check("Tidy")
def test_a_countdown_that_is_cancelled(lab: Lab) -> None:
    """A countdown that is cancelled stops immediately and says no more, whenever it happens; nothing is left behind."""
    name = lab.word()

    def finished(run: Run) -> None:
        run.returned(f"{name}: lift-off").left_nothing_behind().never_blocked_the_loop()
        was_said(run, score((name, 4)))

    for run in lab.cancel_everywhere(FUNCTION, name, 4, Say(), whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
