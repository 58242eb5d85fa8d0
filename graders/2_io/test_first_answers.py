"""The first answers first."""

from collections.abc import Sequence

from asynclings.grading import Lab, Operation, Run, Service, check, operation

TARGET = "stream"
HOST = "count.test"
RIGHT_TIME = 1e-6  # seconds that swallow binary fractions
MISPAIRED, HELD_BACK, STATUS_IGNORED, ERRORS_SWALLOWED = 11, 13, 19, 26


class Board(Service):
    """Where the driver shows a pair as soon as it has it."""

    @operation("instant")
    def show(self, url: str, text: str) -> None: ...


class Count:
    """Districts that are counted today. ``seconds`` is how long each takes; ``failing``: which status comes instead."""

    def __init__(self, lab: Lab, seconds: Sequence[float], failing: dict[int, int] | None = None) -> None:
        self.seconds = seconds
        paths = [f"/{word}" for word in lab.words(len(seconds))]
        texts = [f"{word} votes" for word in lab.words(len(seconds))]
        self.urls = [f"http://{HOST}{path}" for path in paths]
        self.requests = [f"GET {path}" for path in paths]
        self.texts = dict(zip(self.urls, texts, strict=True))
        self.comes = dict(zip(self.urls, seconds, strict=True))
        latency = dict(zip(paths, seconds, strict=True))
        site = lab.web(f"http://{HOST}", latency=lambda request: latency.get(request.url.path, 1.0))
        for place, status in (failing or {}).items():
            site.get(paths[place]).respond(status, text=f"error {status}, no result here")
        site.pages(dict(zip(paths, texts, strict=True)))

    def before(self, second: float) -> list[str]:
        """The URLs whose answers have come by then, in the order of coming."""
        return sorted((url for url in self.urls if self.comes[url] < second), key=self.comes.__getitem__)


def show_all(lab: Lab, count: Count, pause: float = 0.0) -> Run:
    return lab.run("show_all", Board(), count.urls, pause, drives=TARGET)


def shown(run: Run) -> list[Operation]:
    return [each for each in run.operations if each.service == "board"]


def heard(run: Run, error: str) -> Run:
    """The error of a district has come up to the reader, in the moment (two seconds) in which it came up."""
    results = [each.arguments[1] for each in shown(run)]
    if run.ended().failure is None:
        ignored = any(isinstance(text, str) and text.startswith("error") for text in results)
        run.expect(
            False,
            f"A district failed, {'and its error page was yielded as a result' if ignored else 'and nobody was told'}; "
            f"{error} should have come up to the reader.",
            mistake=STATUS_IGNORED if ignored else ERRORS_SWALLOWED,
            where=run.usual_place(HOST),
        )
    return run.raised(error).took(
        2, why="After 2 s a district failed, and the reader should have heard of it immediately."
    )


def right(run: Run, count: Count) -> Run:
    """Every pair, once, and each district asked once."""
    return paired(run.finished(), count, count.urls).asked(count.requests, of=HOST)


def paired(run: Run, count: Count, urls: Sequence[str]) -> Run:
    """The pairs of these URLs, and no others, in any order."""
    owners = {text: url for url, text in count.texts.items()}
    seen: list[object] = []
    for url, text in (each.arguments for each in shown(run)):
        # What is no text might not even be looked up in a dictionary.
        run.expect(
            isinstance(url, str) and isinstance(text, str),
            f"{TARGET} yielded ({url!r:.80}, {text!r:.80}); a pair of a URL and its text is asked for.",
        )
        owner = owners.get(text, url)
        run.expect(owner == url, f"{TARGET} yielded {url} with the text of {owner}.", mistake=MISPAIRED)
        run.expect(
            count.texts.get(url) == text,
            f"{TARGET} yielded ({url!r}, {text!r:.100}); its text is {count.texts.get(url)!r}.",
        )
        run.expect(url not in seen, f"{TARGET} yielded the pair of {url} more than once.")
        seen.append(url)
    missing = [url for url in urls if url not in seen]
    run.expect(not missing, f"{TARGET} yielded {len(seen)} pairs; one for {missing[:1]} should be among them.")
    run.expect(len(seen) == len(urls), f"{TARGET} yielded {len(seen)} pairs; there should be {len(urls)}.")
    return run


def at_once(run: Run, count: Count, pause: float = 0.0) -> Run:
    """Each pair was there when its answer came, or as soon as the reader, who looks at each for a while, was ready."""
    free = 0.0
    listed = [each.arguments[0] for each in shown(run)] == count.urls
    held_back = all(each.start >= max(count.seconds) - RIGHT_TIME for each in shown(run))
    for each, url in zip(shown(run), sorted(count.urls, key=count.comes.__getitem__), strict=True):
        expected = max(free, count.comes[url])
        run.expect(
            each.start <= expected + RIGHT_TIME,
            f"The answer of {url} had come after {count.comes[url]:g} s and should have been with the reader after "
            f"{expected:g} s, who was given {'it' if each.arguments[0] == url else 'the next pair'} after "
            f"{each.start:g} s.{' The pairs come in the order of the list.' if listed else ''}",
            mistake=HELD_BACK if held_back else None,
        )
        free = expected + pause
    return run


def counting_times(lab: Lab, number: int) -> list[float]:
    """Different times, up to four seconds; the slowest stands in the middle."""
    others = lab.random.sample([quarter / 4 for quarter in range(1, 16)], number - 1)
    return [*others[: number // 2], 4.0, *others[number // 2 :]]


@check("Correct")
def test_a_pair_for_every_url(lab: Lab) -> None:
    """You yield a pair for every URL, with its text, once; each is asked once; no URLs, no pairs."""
    count = Count(lab, counting_times(lab, 6))
    right(show_all(lab, count), count)
    nothing = Count(lab, [])
    right(show_all(lab, nothing), nothing).took(0)


@check("Concurrent")
def test_each_pair_as_soon_as_it_has_come(lab: Lab) -> None:
    """Every pair is there as soon as its answer has come, and it takes as long as the slowest."""
    for seconds in (counting_times(lab, 12), [3.0, 1.0, 2.0]):
        count = Count(lab, seconds)
        run = show_all(lab, count).took(max(seconds), naive=sum(seconds))
        at_once(right(run, count), count)


@check("Bounded")
def test_nobody_waits_for_a_slow_reader(lab: Lab) -> None:
    """All are asked at once, through one client, and no request waits for a reader who takes his time."""
    count = Count(lab, [2.0, *counting_times(lab, 5), 2.0, 1.0])
    run = right(show_all(lab, count), count)
    run.in_flight(HOST, exactly=len(count.urls)).used_clients(1)
    at_once(run, count)
    slow = Count(lab, [3.0, 1.0, 2.0, 0.5])
    run = right(show_all(lab, slow, pause=1.5), slow)
    at_once(run.in_flight(HOST, exactly=4), slow, pause=1.5).took(0.5 + 4 * 1.5, naive=sum(slow.seconds) + 4 * 1.5)


@check("Robust")
def test_an_error_comes_up_at_once(lab: Lab) -> None:
    """When a district fails, its error comes up immediately, after the pairs that came before; nothing goes on."""
    for status in (404, 500):
        seconds = [*lab.random.sample([3, 3.5, 4], 2), *lab.random.sample([0.5, 1, 1.5], 2)]
        place = lab.random.randrange(5)
        count = Count(lab, [*seconds[:place], 2, *seconds[place:]], {place: status})
        run = paired(heard(show_all(lab, count), "HTTPStatusError"), count, count.before(2))
        run.left_nothing_behind().asked(count.requests, of=HOST)
    nobody = lab.web(f"http://{lab.word()}.test", connecting=2, refusing=True)
    count = Count(lab, [3, 1, 4])
    urls = [count.urls[0], f"{nobody.url}/{lab.word()}", *count.urls[1:]]
    run = lab.run("show_all", Board(), urls, 0.0, drives=TARGET)
    run = paired(heard(run, "ConnectError"), count, count.before(2))
    run.left_nothing_behind().asked(count.requests, of=HOST)


@check("Tidy")
def test_leaving_early_stops_every_request(lab: Lab) -> None:
    """A reader who leaves early, or is cancelled, stops every request immediately; nothing is left behind."""
    for number in (1, 3):
        count = Count(lab, [4, 1, 2, 3, 2.5])
        run = lab.run("show_some", Board(), count.urls, number, drives=TARGET).finished()
        left = sorted(count.seconds)[number - 1]
        run.took(left, why="Then the reader left.").left_nothing_behind()
        paired(run, count, count.before(left + 0.1)).asked(count.requests, of=HOST)
    count = Count(lab, [2, 1, 3])

    def whole(run: Run) -> None:
        right(run, count).took(5.5).left_nothing_behind().never_blocked_the_loop().never_polled()

    for run in lab.cancel_everywhere("show_all", Board(), count.urls, 1.5, drives=TARGET, whole=whole):
        run.was_cancelled()
        run.left_nothing_behind()
