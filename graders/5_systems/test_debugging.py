"""Five faults in one evening: a check for each, which the other four do not touch."""

from itertools import pairwise

from asynclings.grading import Lab, Rendezvous, Run, Service, Story, check, operation
from asynclings.services import ScratchedRecord

FUNCTION = "evening"
GREETING = "Good evening, and be quiet."
ANNOUNCING, WARM_UP, PLAYING, BOOK = 1, 2, 3, 0.1  # seconds
BEAT, INSTANT = 1, 1e-6  # seconds from one blink of the lamp to the next, and how far apart is the same instant
NEVER_AWAITED, ERRORS_SWALLOWED, ERRORS_LOST, TASK_NOT_KEPT = 3, 26, 38, 39
LOST_UPDATE, LOCK_TOO_WIDE, LOCK_FOR_EACH = 45, 47, 77


class Studio(Service):
    """Two who read the book in the same instant meet there, so those who do not wait for each other collide."""

    def __init__(self, lab: Lab, *, scratched: int | None = None) -> None:
        self.titles = [f"{word} no. {n}" for n, word in enumerate(lab.words(5), 1)]
        self.endings = dict(zip(self.titles, lab.words(5), strict=True))
        self.scratched = None if scratched is None else self.titles[scratched]
        self.count = self.before = lab.random.randrange(100)
        self.said: list[str] = []

    @operation("async")
    def announce(self, text: str) -> Story[None]:
        self.said.append(text)
        yield ANNOUNCING

    @operation("async")
    def blink(self) -> None: ...

    @operation("async")
    def play(self, title: str) -> Story[str]:
        if title == self.scratched:
            yield PLAYING / 2
            raise ScratchedRecord(f"{title} is scratched")
        yield PLAYING
        return self.endings.get(title, "")

    @operation("async")
    def read_count(self) -> Story[int]:
        yield BOOK
        seen = self.count
        yield Rendezvous("reading the book")
        return seen

    @operation("async")
    def write_count(self, number: int) -> Story[None]:
        yield BOOK
        self.count = number

    @property
    def counted(self) -> int:
        return self.count - self.before


def hold(lab: Lab, studio: Studio) -> Run:
    """An evening in which everything that is right in the beginning is right still."""
    run = lab.run(FUNCTION, studio, studio.titles, horizon=100)
    run.returned([studio.endings[title] for title in studio.titles])
    run.asked([f"play {title}" for title in studio.titles], of="play")
    return run


def spans(run: Run, name: str) -> list[tuple[float, float]]:
    return [
        (operation.start, run.elapsed if operation.end is None else operation.end)
        for operation in run.operations
        if operation.name == name
    ]


@check("Awaited")
def test_the_greeting_is_said(lab: Lab) -> None:
    """The greeting is said once, word for word and to its end, before the first record plays."""
    studio = Studio(lab)
    run = hold(lab, studio)
    never = run.observations("never_awaited")
    run.expect(
        len(spans(run, "announce")) == 1,
        f"The greeting was said {len(spans(run, 'announce'))} times; it should be said once.",
        mistake=NEVER_AWAITED if never else None,
        where=never[0].where if never else run.usual_place("announce"),
    )
    run.expect(
        studio.said == [GREETING],
        f"What was said is {studio.said[0][:60]!r}, and it should be {GREETING!r}. Leave the greeting as it is.",
        where=run.usual_place("announce"),
    )
    run.expect(
        spans(run, "announce")[0][1] <= spans(run, "play")[0][0],
        "The first record began before the greeting had been said to its end.",
        where=run.usual_place("play"),
    )


@check("Kept")
def test_the_lamp_goes_out_with_the_evening(lab: Lab) -> None:
    """The lamp blinks once a second as long as the records play, and stops with the evening: its task is kept."""
    run = hold(lab, Studio(lab))
    blinks = [start for start, _ in spans(run, "blink")]
    begin, end = spans(run, "play")[0][0], max(end for _, end in spans(run, "play"))
    during = [blink for blink in blinks if begin - 1 < blink < end]
    run.expect(
        len(during) >= PLAYING - 1,
        f"The lamp blinked {len(during)} times in the {end - begin:g} s of the records; once a second is right.",
        where=run.usual_place("blink"),
    )
    hurried = [blink for blink, following in pairwise(blinks) if following - blink < BEAT - INSTANT]
    run.expect(
        not hurried,
        f"The lamp blinked again less than a second after the blink at {hurried[0] if hurried else 0:g} s; once a "
        "second is right. Turn it on once, and leave its pause as it is.",
        where=run.usual_place("blink"),
    )
    run.left_no("task_abandoned")
    left = [*run.observations("task_left"), *run.observations("task_lost")]
    run.expect(
        not left,
        f"When {FUNCTION} was over, {len(left)} task had not ended. Nobody keeps it, so nobody can stop it, and Python "
        "may throw it away at any time.",
        mistake=TASK_NOT_KEPT,
        where=left[0].where if left else None,
    )


@check("Free")
def test_nothing_blocks_the_loop(lab: Lab) -> None:
    """The event loop is never blocked: the lamp blinks also while the players warm up."""
    run = hold(lab, Studio(lab)).never_blocked_the_loop()
    begin = spans(run, "play")[0][0]
    warm = [blink for blink, _ in spans(run, "blink") if begin - WARM_UP <= blink < begin]
    run.expect(
        len(warm) >= WARM_UP,
        f"The lamp blinked {len(warm)} times while the players warmed up, for {WARM_UP} s; once a second is right.",
        where=run.usual_place("blink"),
    )


@check("Heard")
def test_a_scratched_record_is_heard_of(lab: Lab) -> None:
    """A record that is scratched raises `ScratchedRecord`, and no error is left for nobody to see."""
    for scratched in (0, 3):
        run = lab.run(FUNCTION, studio := Studio(lab, scratched=scratched), studio.titles, horizon=100).ended()
        lost = run.observations("never_retrieved")
        run.expect(
            run.failure is not None,
            f"A record was scratched, and {FUNCTION} went on as if nothing were"
            f"{': a task had failed, and nobody asked it' if lost else ''}. ScratchedRecord should come out.",
            mistake=ERRORS_LOST if lost else ERRORS_SWALLOWED,
            where=lost[0].where if lost else None,
        )
        run.raised("ScratchedRecord")
        run.left_no("never_retrieved")
        plays = [operation for operation in run.operations if operation.name == "play"]
        run.expect(
            all(operation.end is not None for operation in plays),
            f"When {FUNCTION} was over, a record still played. Wait for the other rooms, or stop them.",
        )


@check("Counted")
def test_every_play_is_counted(lab: Lab) -> None:
    """Every play is in the book, while all records play at the same time."""
    studio = Studio(lab)
    run = hold(lab, studio)
    run.in_flight(
        "play", exactly=len(studio.titles), noun="record", mistake=LOCK_TOO_WIDE if run.counted("locks_made") else None
    )
    run.expect(
        studio.counted == len(studio.titles),
        f"{len(studio.titles)} records were played, and {studio.counted} of them are in the book: "
        "between reading the number and writing it, another room read the same one.",
        mistake=LOCK_FOR_EACH if run.counted("locks_made") > 1 else LOST_UPDATE,
        where=run.usual_place("read_count"),
    )
