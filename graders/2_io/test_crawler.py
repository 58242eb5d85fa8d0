"""A polite crawler."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

import httpx

from asynclings.grading import Lab, Reset, Run, check

FUNCTION = "crawl"
LIMIT = 10  # where the limit is not the point, no site has more pages to ask for at once than this
CHECK_THEN_ACT, FIXED_BATCHES, STATUS_IGNORED, ERRORS_SWALLOWED = 46, 5, 19, 26
RESET = 0  # in place of a status: the connection is torn down


@dataclass
class Map:
    """A site on paper. ``below`` are a page's own links, in order; ``extras`` are further hrefs, as they are written.

    A page takes ``seconds``, or what ``slow`` says. What is in ``broken`` is answered with that status (or `RESET`),
    and with a text full of links, which are not to be followed.
    """

    url: str
    start: str
    below: dict[str, list[str]]
    extras: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 1.0
    slow: dict[str, float] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)

    def hrefs(self, path: str) -> list[str]:
        return [*self.below.get(path, []), *self.extras.get(path, [])]

    def latency(self, path: str) -> float:
        return self.slow.get(path, self.seconds)

    def links(self, path: str) -> list[str]:
        """The links that a crawler should find on a page."""
        if path in self.broken:
            return []
        found = [urldefrag(urljoin(self.url + path, href)).url for href in self.hrefs(path)]
        return list(dict.fromkeys(found))

    def follows(self, path: str) -> list[str]:
        """The paths of this site that a crawler should go on to."""
        return [link.removeprefix(self.url) for link in self.links(path) if link.startswith(f"{self.url}/")]

    @property
    def result(self) -> dict[str, list[str]]:
        return {self.url + path: self.links(path) for path in self.reachable}

    @property
    def reachable(self) -> list[str]:
        found = [self.start]
        for path in found:
            found += [link for link in dict.fromkeys(self.follows(path)) if link not in found]
        return found

    def served(self, lab: Lab) -> "Map":
        """Put it on the web of the lab."""
        site = lab.web(self.url, latency=lambda request: self.latency(_path(request)))
        lab.web(f"{self.url}.example")  # the other host: nothing there, but who asks is seen
        site.route(path__in=tuple(path.partition("?")[0] for path in self.below)).mock(side_effect=self._answer)
        return self

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = _path(request)
        html = " and ".join(f'<a class="link" href="{href}">more</a>' for href in self.hrefs(path))
        status = self.broken.get(path, 200)
        if status == RESET:
            raise Reset
        return httpx.Response(status, html=f"<p>{path} leads to {html}.</p>")


def _path(request: httpx.Request) -> str:
    return request.url.raw_path.decode("ascii")


# ---------------------------------------------------------------- what the best crawler would need


@dataclass(frozen=True)
class Schedule:
    elapsed: float
    peak: int


def schedule(site: Map, limit: int, choose: Callable[[list[str]], str] = lambda known: known[0]) -> Schedule:
    """Crawl on paper: a page that is known is asked for as soon as one of ``limit`` places is free.

    ``choose`` picks the next of the known pages. The sites below are built so that it does not matter which: whoever
    leaves no place idle needs the same time.
    """
    known, seen, now, peak = [site.start], {site.start}, 0.0, 0
    under_way: list[tuple[float, str]] = []
    while known or under_way:
        while known and len(under_way) < limit:
            path = choose(known)
            known.remove(path)
            heapq.heappush(under_way, (round(now + site.latency(path), 9), path))
        peak = max(peak, len(under_way))
        now = under_way[0][0]
        while under_way and under_way[0][0] == now:
            for link in site.follows(heapq.heappop(under_way)[1]):
                if link not in seen:
                    seen.add(link)
                    known.append(link)
    return Schedule(now, peak)


def level_by_level(site: Map) -> float:
    """How long it takes to wait for all pages of a level before the next is begun, without any limit."""
    level, seen, elapsed = [site.start], {site.start}, 0.0
    while level:
        elapsed += max(map(site.latency, level))
        level = list(dict.fromkeys(link for path in level for link in site.follows(path) if link not in seen))
        seen.update(level)
    return round(elapsed, 9)


# ---------------------------------------------------------------- sites


class Paths:
    """New paths, one after another."""

    def __init__(self, lab: Lab) -> None:
        self._words = iter(lab.words(120))
        self.host = f"{next(self._words)}.test"

    def some(self, number: int) -> list[str]:
        return [f"/{next(self._words)}" for _ in range(number)]


def tangled_site(lab: Lab) -> Map:
    """Some pages in a chain and some beside it, with every kind of link between them, so that there are many cycles."""
    paths = Paths(lab)
    pages = paths.some(12)
    pages[5] += f"?page={lab.random.randrange(2, 9)}"
    below: dict[str, list[str]] = {path: [] for path in pages}
    for n, path in enumerate(pages[1:], 1):
        below[pages[lab.random.randrange(max(0, n - 3), n)]].append(path)
    elsewhere = f"http://{paths.host}.example{pages[1]}"
    extras = {}
    for path in pages:
        one, other, third = lab.random.sample(pages, 3)
        kinds = [
            one,
            other.removeprefix("/"),
            f"{third}#top",
            f"#{path[1:4]}",
            f"http://{paths.host}{one}#end",
            elsewhere,
        ]
        extras[path] = lab.random.sample(kinds, 4)
    extras[pages[-1]].append(pages[0])
    return Map(f"http://{paths.host}", pages[0], below, extras)


def uneven_site(lab: Lab) -> Map:
    """A start page, one slow page, and quick ones beside it with two more levels behind them.

    At the most, the slow page and six others are known and not read yet, fewer than `LIMIT`; so what counts is the
    longest way from click to click.
    """
    paths = Paths(lab)
    (start,), (slow,), quick = paths.some(1), paths.some(1), paths.some(3)
    below = {start: lab.random.sample([slow, *quick], 4), slow: paths.some(2)} | {path: paths.some(2) for path in quick}
    seconds = [path for parent in quick for path in below[parent]]
    below |= {path: paths.some(1) for path in seconds}
    below |= {leaf: [start] for path in [slow, *seconds] for leaf in below[path]}

    def thousandths(least: int, most: int) -> float:
        return lab.random.randrange(least, most) / 1000

    latencies = {path: thousandths(200, 500) for path in below}
    latencies |= {path: thousandths(600, 900) for path in seconds}  # the last begins before the first ends
    latencies[slow] = thousandths(2500, 4000)  # when it comes, all others have been read
    return Map(f"http://{paths.host}", start, below, slow=latencies)


def wide_site(lab: Lab, limit: int, *leads: int) -> Map:
    """A site on which whoever keeps all places busy needs the same time, whichever page he takes first.

    All pages take one second, and a page leads to none or to a multiple of ``limit`` new ones (``leads`` are these
    multiples, the first is the start page's). So all places end together, second by second, and the number of pages
    that are known and not asked for is then a multiple of ``limit`` too: it is 0 only at the very end, and in between
    no place is idle. Links back, up and to pages beside make cycles and add no pages.
    """
    paths = Paths(lab)
    (start,) = paths.some(1)
    below: dict[str, list[str]] = {start: []}
    extras = {start: [start]}
    for multiple in leads:
        page = lab.random.choice([path for path, links in below.items() if not links])
        below[page] = paths.some(multiple * limit)
        for new in below[page]:
            below[new] = []
            extras[new] = [start, page, lab.random.choice(below[page])]
    return Map(f"http://{paths.host}", start, below, extras)


def uneven_wide_site(lab: Lab, limit: int) -> Map:
    """The first links fill all places: one with a slow page, the others with quick ones, behind which there is just so
    much that the other places are busy until the slow page has come."""
    paths = Paths(lab)
    (start,), (slow,), quick = paths.some(1), paths.some(1), paths.some(limit - 1)
    rounds = lab.random.randint(2, 3)
    below = {start: lab.random.sample([slow, *quick], limit), slow: [start]}
    for path in quick:
        below[path] = paths.some(rounds)
        below.update({leaf: [path, slow] for leaf in below[path]})
    return Map(f"http://{paths.host}", start, below, slow={slow: 1.0 + rounds})


# ---------------------------------------------------------------- what is asked of every crawl


def crawl(lab: Lab, site: Map, limit: int) -> Run:
    """Crawl it, with time for far more requests than there are, one after another."""
    return lab.run(FUNCTION, site.url + site.start, keywords={"limit": limit}, horizon=200)


def right(run: Run, site: Map, mistake: int | None = None) -> Run:
    """Each page once, no other, and the links on each."""
    wanted = [f"GET {path}" for path in site.reachable]
    often = Counter(operation.label for operation in run.operations)
    run.finished()
    host = site.url.removeprefix("http://")
    for operation in run.operations:
        run.expect(
            operation.service == host,
            f"It asked for {operation.label} on {operation.service}; only {host} is to be crawled.",
            where=operation.where,
        )
    run.asked(wanted, mistake=CHECK_THEN_ACT if any(often[label] > 1 for label in wanted) else mistake)
    return run.returned(site.result, mistake=mistake)


def best(run: Run, site: Map, limit: int) -> Run:
    """Never more than ``limit`` requests in flight, so many where the site allows it, and the best crawler's time."""
    run.in_flight(at_most=limit, unbounded=schedule(site, len(site.below)).peak)
    return not_late(run, site, limit).in_flight(exactly=schedule(site, limit).peak)


def not_late(run: Run, site: Map, limit: int) -> Run:
    """It took no longer than the best crawler with this limit. (Less takes only who breaks the limit.)"""
    expected = schedule(site, limit).elapsed
    naive = sum(map(site.latency, site.reachable))
    waited = abs(run.elapsed - level_by_level(site)) < 1e-6
    return run if run.elapsed < expected else run.took(expected, naive=naive, mistake=FIXED_BATCHES if waited else None)


def with_broken(run: Run, site: Map) -> Run:
    """As it should be, although pages are broken."""
    mistake = None
    for page in site.broken:
        links = run.value.get(site.url + page) if isinstance(run.value, dict) else []
        mistake = mistake or (ERRORS_SWALLOWED if links is None else STATUS_IGNORED if links else None)
    return right(run, site, mistake)


@check("Correct")
def test_every_page_once(lab: Lab) -> None:
    """Every page of this host is asked for once, also where links run in circles, and has its links in page order."""
    for limit in (1, 4):
        site = tangled_site(lab).served(lab)
        right(crawl(lab, site, limit), site)


@check("Concurrent")
def test_a_slow_page_holds_up_only_what_is_behind_it(lab: Lab) -> None:
    """With places to spare, every page is asked for as soon as it is found; a slow one holds up no other."""
    site = uneven_site(lab).served(lab)
    best(right(crawl(lab, site, LIMIT), site), site, LIMIT)


@check("Bounded")
def test_the_limit_is_kept_and_used(lab: Lab) -> None:
    """Never more than `limit` requests are in flight, and no fewer while a page waits: the time is that of the best."""
    for limit, leads in ((lab.random.randint(4, 6), (1, 2)), (2, (3, 1)), (1, (3, 2))):
        site = wide_site(lab, limit, *leads).served(lab)
        best(right(crawl(lab, site, limit), site), site, limit)
    site = uneven_wide_site(lab, limit := lab.random.randint(3, 5)).served(lab)
    best(right(crawl(lab, site, limit), site), site, limit)


@check("Robust")
def test_a_broken_page_is_kept(lab: Lab) -> None:
    """A page that answers 404 or 500, breaks off or cannot be reached is kept, without links, and costs no place."""
    for status in (404, 500, RESET):
        site = wide_site(lab, 2, 2, 1, 2).served(lab)
        for page in lab.random.sample([path for path, links in site.below.items() if not links], 3):
            site.broken[page] = status
        not_late(with_broken(crawl(lab, site, 2), site), site, 2)
    nowhere = Map(f"http://{lab.word()}.test", "/", {"/": []}, broken={"/": RESET})
    lab.web(nowhere.url, refusing=True)
    run = crawl(lab, nowhere, 2).finished()
    run.returned(nowhere.result, mistake=None if run.value else ERRORS_SWALLOWED)
    for status in (404, RESET):
        site = Map(f"http://{lab.word()}.test", "/", {"/": ["/never"]}, broken={"/": status}).served(lab)
        with_broken(crawl(lab, site, 2), site)


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """One client, closed at the end; no polling; and a crawl that is cancelled, whenever it is, leaves nothing."""
    site = wide_site(lab, 2, 1, 2).served(lab)

    def finished(run: Run) -> None:
        right(run, site).used_clients(1).left_nothing_behind().never_blocked_the_loop().never_polled()

    for run in lab.cancel_everywhere(FUNCTION, site.url + site.start, keywords={"limit": 2}, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
