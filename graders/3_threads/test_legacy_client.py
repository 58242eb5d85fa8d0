"""The old client."""

import heapq
from collections import Counter
from itertools import pairwise

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.services import LegacyError

FUNCTION = "fetch_all"
INSTANT = 1e-6  # seconds: closer than this is the same instant


class Client(Service):
    """Has an entry for each URL. ``seconds``: how long they take (else 1); ``broken`` are those that fail."""

    def __init__(self, lab: Lab, urls: list[str], seconds: list[float] | None = None, broken: str = "") -> None:
        self.entries = dict(zip(urls, lab.words(len(urls)), strict=True))
        self.seconds = dict(zip(urls, seconds or [1.0] * len(urls), strict=True))
        self.broken = broken

    @operation("blocking")
    def get(self, url: str) -> Story[str]:
        yield self.seconds.get(url, 1)
        if url == self.broken or url not in self.entries:
            raise LegacyError(f"no answer to {url}")
        return self.entries[url]


def some_urls(lab: Lab, number: int) -> list[str]:
    return [f"museum/{word}" for word in lab.words(number)]


def some_seconds(lab: Lab, number: int) -> list[float]:
    """Every entry takes another time, some much longer."""
    return [lab.random.randrange(1, 40) / 8 + place / 64 for place in range(number)]


def shortest(seconds: list[float], workers: int) -> float:
    """How long it takes if the next begins whenever a worker is free."""
    free = [0.0] * workers
    for each in seconds:
        heapq.heapreplace(free, free[0] + each)
    return max(free)


def fetch(lab: Lab, client: Client, urls: list[str], workers: int | None = None, shuffle: int | None = None) -> Run:
    keywords = {} if workers is None else {"workers": workers}
    return lab.run(FUNCTION, client, urls, keywords=keywords, manner="sync", shuffle=shuffle)


def fetched(run: Run, client: Client, urls: list[str]) -> Run:
    run.finished().asked([f"get {url}" for url in urls])
    return run.returned([client.entries[url] for url in urls])


def begun_in_order(run: Run, urls: list[str]) -> None:
    begun = {call.arguments[0]: call for call in run.operations}
    for earlier, later in pairwise(urls):
        run.expect(
            begun[earlier].start <= begun[later].start + INSTANT,
            f"{later} was begun at {begun[later].start:g} s, and {earlier}, which comes before it in the list, only at"
            f" {begun[earlier].start:g} s. Whoever is free should take the next of the list.",
            where=begun[later].where,
        )


@check("Correct")
def test_entries_come_in_the_order_of_urls(lab: Lab) -> None:
    """Every entry is got once, and they come back in the order of the URLs, whichever came first."""
    urls = some_urls(lab, 6)
    client = Client(lab, urls, [3 - place / 3 for place in range(6)])
    fetched(fetch(lab, client, urls, workers=3), client, urls)
    fetch(lab, Client(lab, []), []).returned([]).asked([])


@check("Concurrent")
def test_eight_at_a_time(lab: Lab) -> None:
    """Forty entries of one second each take five seconds, eight at a time."""
    urls = some_urls(lab, 40)
    client = Client(lab, urls)
    run = fetched(fetch(lab, client, urls), client, urls)
    run.in_flight("get", at_most=8, noun="call")
    run.took(5, naive=40)
    run.in_flight("get", exactly=8, noun="call")


@check("Bounded")
def test_as_many_as_there_may_be(lab: Lab) -> None:
    """With any number of workers, exactly as many calls are in flight as there may be, and none waits without need."""
    several = lab.random.randrange(3, 7)
    for workers, number in ((several, 4 * several + 2), (12, 30), (1, 3), (5, 3)):
        urls = some_urls(lab, number)
        seconds = some_seconds(lab, number)
        client = Client(lab, urls, seconds)
        run = fetched(fetch(lab, client, urls, workers), client, urls)
        run.in_flight("get", exactly=min(workers, number), noun="call")
        begun_in_order(run, urls)
        run.took(shortest(seconds, workers))
        threads = len({call.actor for call in run.operations})
        run.expect(
            threads <= workers,
            f"{threads} threads made the {number} calls; {workers} may do so. A pool has as many threads as you tell"
            " it, and each of them makes one call after another.",
        )


@check("Robust")
def test_an_error_comes_out(lab: Lab) -> None:
    """An error comes out of the function, and then no call is in flight any more."""
    urls = some_urls(lab, 10)
    seconds = some_seconds(lab, 10)
    for broken in (urls[0], lab.random.choice(urls[1:-1]), urls[-1]):
        run = fetch(lab, Client(lab, urls, seconds, broken), urls, 3).raised("LegacyError")
        run.nothing_in_flight()
        often = Counter(call.label for call in run.operations)
        run.expect(
            all(number == 1 for number in often.values()),
            f"After an error, {', '.join(label for label, number in often.items() if number > 1)} was asked for again;"
            " each URL is to be got once.",
        )


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """In whatever order the threads come, none is left at the end, nor a pool, and nobody asks again and again."""
    urls = some_urls(lab, 9)
    seconds = some_seconds(lab, 9)
    for broken in ("", urls[4]):
        client = Client(lab, urls, seconds, broken)
        run = fetch(lab, client, urls, 4, shuffle=lab.random.randrange(2**32)).ended()
        if not broken:
            fetched(run, client, urls)
        run.never_polled()
        run.left_nothing_behind()
