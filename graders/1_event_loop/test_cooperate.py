"""The turnstiles at noon."""

from itertools import pairwise

from asynclings.grading import Lab, Run, Service, check, operation

FUNCTION = "total"
DEFAULT = 1000  # numbers in a batch, if nobody says otherwise

# Numbers of the mistake catalogue.
ERRORS_SWALLOWED, SWALLOWED_CANCELLATION, GOES_ON_CANCELLED = 26, 27, 28
TASK_EXPECTED_TO_START, AWAIT_WITHOUT_WAITING = 100, 101


class Hall(Service):
    """Hears after how many numbers the others got a turn, and how it ended."""

    @operation("instant")
    def turn(self, drawn: int) -> None: ...

    @operation("instant")
    def other_thread(self) -> None: ...

    @operation("instant")
    def cancelled(self, drawn: int) -> None: ...

    @operation("instant")
    def over(self, drawn: int) -> None: ...


def happened(run: Run, event: str) -> bool:
    return any(operation.name == event for operation in run.operations)


def drawn_at(run: Run, event: str) -> list[int]:
    """After how many numbers this happened, each time."""
    return [operation.arguments[0] for operation in run.operations if operation.name == event]


def some_numbers(lab: Lab, number: int) -> list[int]:
    return [lab.random.randrange(-50, 1000) for _ in range(number)]


def add_up(lab: Lab, numbers: list[int], batch: int | None) -> Run:
    """Let a generator be added up, and see that the sum is right. None: the usual size of a batch."""
    options = {} if batch is None else {"batch": batch}
    return lab.run("add_up", Hall(), numbers, options, drives=FUNCTION).returned(sum(numbers))


def batches(lab: Lab) -> list[tuple[int, int | None]]:
    """Sizes of batches, each with how many numbers there are: never a whole number of batches."""
    some = [lab.random.randrange(2, 60) for _ in range(2)]
    return [(size * 10 + lab.random.randrange(1, size), size) for size in some] + [(3 * DEFAULT + 500, None)]


@check("Correct")
def test_the_sum_is_right(lab: Lab) -> None:
    """The sum is right, for lists and generators, shorter and longer than a batch, and for nothing at all."""
    numbers = some_numbers(lab, 137)
    for some in (numbers, numbers[:1], []):
        lab.run(FUNCTION, some).returned(sum(some))
        lab.run(FUNCTION, some, keywords={"batch": 10}).returned(sum(some))
    for length, batch in ((137, 10), (40, 20), (3, 20), (0, 5)):
        add_up(lab, numbers[:length], batch)


@check("Concurrent")
def test_the_others_get_their_turn(lab: Lab) -> None:
    """The others get a turn after `batch` numbers at the latest, in the same thread and without waiting."""
    for length, batch in batches(lab):
        size = batch or DEFAULT
        run = add_up(lab, some_numbers(lab, length), batch).never_blocked_the_loop()
        run.expect(
            not happened(run, "other_thread"),
            "The numbers were added in another thread. The event loop's own thread should add them: the generator "
            "belongs to it, and one interpreter lock lets one thread compute at a time. Add here, "
            "and give way in between.",
        )
        run.expect(
            run.elapsed == 0,
            f"Adding {length:,} numbers took {run.elapsed:g} s of virtual time. Giving way should take none: "
            "a sleep of zero seconds steps aside without waiting.",
        )
        turns = drawn_at(run, "turn")
        longest = max(later - earlier for earlier, later in pairwise([0, *turns, length]))
        run.expect(
            longest <= size,
            f"{longest:,} of {length:,} numbers were taken without a turn for the others; with a batch of {size:,} "
            f"they should get one after {size:,} at the latest.{what_they_got(turns, length)}",
            mistake=mistake_of_late_turns(run, turns, length),
        )


def what_they_got(turns: list[int], length: int) -> str:
    """Said of those who got no turn in the middle of the work."""
    if any(0 < drawn < length for drawn in turns):
        return ""
    if any(turns):
        return " All numbers were taken before their first turn. Take no more than a batch before you give way."
    return " They got none while there was work."


def mistake_of_late_turns(run: Run, turns: list[int], length: int) -> int | None:
    """Why they got none. Nothing in the catalogue fits where they got some, or got them when all had been taken."""
    if any(turns) or run.observations("never_awaited"):
        return None  # a coroutine that nobody awaits is recognised without us
    return TASK_EXPECTED_TO_START if run.counted("tasks_created") > 1 else AWAIT_WITHOUT_WAITING


@check("Bounded")
def test_no_more_than_one_turn_a_batch(lab: Lab) -> None:
    """They get no more than one turn a batch, so that the work gets done."""
    for length, batch in batches(lab):
        size = batch or DEFAULT
        run = add_up(lab, some_numbers(lab, length), batch)
        turns, allowed = [drawn for drawn in drawn_at(run, "turn") if drawn], length // size + 1
        run.expect(
            len(turns) <= allowed,
            f"The others got {len(turns):,} turns while {length:,} numbers were added; with a batch of {size:,} it "
            f"should be {allowed:,} at most, one for each batch.",
        )


@check("Robust")
def test_numbers_that_end_late_or_break_off(lab: Lab) -> None:
    """Numbers that end when the others say so are added up, and an error of the iterable comes through as it is."""
    size, turns = lab.random.randrange(5, 30), 4
    numbers = some_numbers(lab, 3 * turns * size)
    run = lab.run("add_up_until_closed", Hall(), numbers, {"batch": size}, turns, drives=FUNCTION).finished()
    seen = [drawn for drawn in drawn_at(run, "turn") if drawn]
    end = seen[turns - 1] if len(seen) >= turns else len(numbers)
    run.returned(sum(numbers[:end]))

    broken = lab.random.randrange(size, 3 * size)
    run = lab.run("add_up_broken", Hall(), numbers, {"batch": size}, broken, drives=FUNCTION)
    run.raised("ValueError", mistake=ERRORS_SWALLOWED if run.failure is None else None)


def nth(number: int) -> str:
    return {1: "first", 2: "second", 5: "fifth"}[number]


@check("Tidy")
def test_a_sum_that_is_cancelled(lab: Lab) -> None:
    """A sum that is cancelled ends in that turn, takes no further number, and leaves nothing behind."""
    size = lab.random.randrange(5, 30)
    numbers = some_numbers(lab, 5 * size + 1)
    for turn in (1, 2, 5):
        run = lab.run("add_up_cancelled", Hall(), numbers, {"batch": size}, turn, drives=FUNCTION)
        cancelled, over = drawn_at(run.ended(), "cancelled"), drawn_at(run, "over")
        run.expect(
            len(cancelled) == len(over) == 1,
            f"In their {nth(turn)} turn the others were to cancel total, and it did not give them so many.",
        )
        asked, ended = cancelled[0], over[0]
        run.expect(
            asked == ended,
            f"After {asked:,} numbers total was cancelled, and it took {ended - asked:,} more. It should take none.",
            mistake=GOES_ON_CANCELLED,
        )
        run.expect(
            run.value is True or run.failure is not None,
            f"After {asked:,} numbers total was cancelled, and it returned a sum. CancelledError must come through.",
            mistake=SWALLOWED_CANCELLATION,
        )
        run.finished().left_nothing_behind()
