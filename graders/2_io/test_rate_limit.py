"""Ten a second, and not one later."""

from collections.abc import Sequence
from itertools import pairwise

from asynclings.grading import Lab, Run, Service, Site, check, operation

FUNCTION, CLASS = "fetch_politely", "RateLimiter"
STATUS_IGNORED, BLOCKING = 19, 62
EXACT = 1e-6  # seconds


class Door(Service):
    @operation("instant")
    def enter(self, guest: int) -> None: ...


def register(lab: Lab, number: int, latency: float) -> tuple[Site, dict[str, str]]:
    """A site with so many pages, and the text of each by its URL."""
    host = f"http://{lab.word()}.test"
    site = lab.web(host, latency=latency)
    texts = {f"/{word}": lab.word() for word in lab.words(number)}
    site.pages(texts)
    return site, {host + path: text for path, text in texts.items()}


def starts(run: Run) -> list[float]:
    """When requests, or guests, began, in this order."""
    return sorted(operation.start for operation in run.operations)


def never_too_many(run: Run, rate: int, per: float) -> Run:
    """No ``per`` seconds had more than ``rate`` starts in them."""
    run.ended()
    times = starts(run)
    for first, beyond in zip(times, times[rate:], strict=False):
        crowd = sum(first <= time < first + per - EXACT for time in times)
        run.expect(
            beyond - first >= per - EXACT,
            f"{crowd} starts came within {per:g} s, from {first:g} s on; {rate} are allowed in any {per:g} s.",
            # A blocked loop lets them in one after another, and all begin when it is free again.
            mistake=BLOCKING if run.observations("blocking_call") else None,
            where=run.usual_place(),
        )
    return run


def earliest(comes: Sequence[float], rate: int, per: float) -> list[float]:
    """When each may start who comes then: no sooner than ``per`` after the start that lies ``rate`` back."""
    found: list[float] = []
    for n, time in enumerate(comes):
        found.append(round(max(time, found[n - rate] + per) if n >= rate else time, 9))
    return found


def started_at(run: Run, expected: Sequence[float]) -> Run:
    """The starts came exactly then."""
    for got, wanted in zip(starts(run), expected, strict=False):
        run.expect(
            abs(got - wanted) < EXACT,
            f"A start came at {got:g} s; it could, and should, have been at {wanted:g} s.",
            where=run.usual_place(),
        )
    return run.expect(
        len(run.operations) == len(expected), f"There were {len(run.operations)} starts; {len(expected)} are right."
    )


@check("Correct")
def test_pages_come_in_order_and_never_too_fast(lab: Lab) -> None:
    """The texts come in the order of the URLs, each page is asked for once, and never do too many start at once."""
    for rate, per in ((3, 1.0), (4, 0.5)):
        site, texts = register(lab, 10, lab.random.randrange(1, 9) / 10)
        run = lab.run(FUNCTION, list(texts), keywords={"rate": rate, "per": per}).returned(list(texts.values()))
        run.asked([f"GET {url.removeprefix(site.url)}" for url in texts])
        never_too_many(run, rate, per)
    lab.run(FUNCTION, [], keywords={"rate": 3, "per": 1.0}).returned([]).asked([])


@check("Concurrent")
def test_as_many_as_are_allowed_as_soon_as_they_are(lab: Lab) -> None:
    """As many start as are allowed, as soon as they are, also while earlier answers are on their way."""
    # Slow answers: the second time longer than httpx waits, the third with more in flight than it opens connections,
    # unless told otherwise.
    for rate, per, latency in ((10, 1.0, 0.3), (7, 2.0, 6.5), (34, 1.0, 3.5)):
        number = 3 * rate + lab.random.randrange(1, rate)
        _, texts = register(lab, number, latency)
        run = lab.run(FUNCTION, list(texts), keywords={"rate": rate, "per": per}).returned(list(texts.values()))
        never_too_many(run, rate, per)
        run.took(3 * per + latency, naive=number * (per / rate + latency))
        started_at(run, earliest([0.0] * number, rate, per))


@check("Bounded")
def test_no_window_is_too_full_and_nobody_waits_for_nothing(lab: Lab) -> None:
    """Whoever comes starts in his turn, at the first moment at which no `per` seconds have too many starts."""
    for rate, per in ((3, 1.0), (1, 0.5), (8, 2.0)):
        comes = sorted(round(lab.random.randrange(0, 400) / 400 * per * 4, 4) for _ in range(5 * rate))
        late = [per * 5 - per / 10] * rate + [per * 5 + per / 10] * rate  # across where a second might begin
        guests = [(time, per * 3) for time in (*comes, *late)]
        run = lab.run("let_in", Door(), rate, per, guests, drives=CLASS).finished()
        never_too_many(run, rate, per)
        started_at(run, earliest([time for time, _ in guests], rate, per))
        in_the_order_in_which_they_came(run, [time for time, _ in guests])


def in_the_order_in_which_they_came(run: Run, comes: Sequence[float]) -> None:
    """Nobody was let in before somebody who had come earlier. Those who came in the same instant may change places."""
    came = sorted((comes[each.arguments[0]], each.start) for each in run.operations)
    for (earlier, waiting), (later, start) in pairwise(came):
        run.expect(
            later == earlier or start > waiting - EXACT,
            f"One who came at {later:g} s started at {start:g} s, and one who had come at {earlier:g} s started only "
            f"at {waiting:g} s. Let them in in the order in which they came.",
            where=run.usual_place(),
        )


@check("Robust")
def test_who_gives_up_or_fails(lab: Lab) -> None:
    """Whoever gives up takes no place, whoever fails inside has taken one; bad numbers and bad pages raise errors."""
    # Two a second: 0 and 1 start, 2 and 3 wait for second 1 and give up before; so 4 and 5 start then.
    guests = [(0.0, None), (0.0, None), (0.1, 0.5), (0.2, 0.6), (0.3, None), (0.4, None), (0.5, None)]
    run = lab.run("some_give_up", Door(), 2, 1.0, guests, drives=CLASS)
    run.returned(["in", "in", "TimeoutError", "TimeoutError", "in", "in", "in"])
    started_at(run, [0, 0, 1, 1, 2])
    run = lab.run("some_fail", Door(), 2, 1.0, [True, False, True, False, False], drives=CLASS)
    run.returned(["LookupError", "in", "LookupError", "in", "in"])
    started_at(run, [0, 0, 1, 1, 2])
    for rate, per in ((0, 1.0), (-2, 1.0), (3, 0.0), (3, -1.0)):
        lab.run("make", rate, per, drives=CLASS).raised("ValueError")
    site, texts = register(lab, 6, 0.5)
    urls = [*texts]
    urls.insert(3, f"{site.url}/missing")
    run = lab.run(FUNCTION, urls, keywords={"rate": 2, "per": 1.0})
    run.raised("HTTPStatusError", mistake=None if run.failure or run.value is None else STATUS_IGNORED)
    never_too_many(run.left_nothing_behind(), 2, 1.0)


@check("Tidy")
def test_nothing_is_left_and_nothing_polls(lab: Lab) -> None:
    """One client, closed at the end; cancelled at any moment everything stops immediately; nothing blocks or polls."""
    _, texts = register(lab, 7, 0.5)
    keywords = {"rate": 2, "per": 1.0}

    def whole(run: Run) -> None:
        run.returned(list(texts.values())).took(3.5)

    run = lab.run(FUNCTION, list(texts), keywords=keywords)
    whole(run)
    run.used_clients(1).left_nothing_behind().never_blocked_the_loop().never_polled()
    for run in lab.cancel_everywhere(FUNCTION, list(texts), keywords=keywords, whole=whole):
        run.was_cancelled()
        run.left_nothing_behind()
