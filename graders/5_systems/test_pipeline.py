"""The seed exchange: three stages, and what may wait between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

import httpx

from asynclings.grading import Lab, Record, Reset, Run, Service, Story, check, operation
from asynclings.services import CardIndexError
from asynclings.workloads import SEAL_MODULUS

FUNCTION = "run"
FEW, MANY, MOST = 50, 400_000, 1_000_000  # turns of a key: next to nothing, some 0.05 s of processor time, and 0.15 s
STAGES_WAIT, STATUS_IGNORED, ONE_FAILURE, ERRORS_SWALLOWED, QUEUE_GROWS = 13, 19, 23, 26, 53  # in the catalogue
SAVING = 0.25  # seconds for a card
JAMMED = 60.0  # seconds for a card, with a drawer that is stuck


class CardIndex(Service):
    """``seconds``: how long the first cards take; the last of these holds for the rest. Card number ``full`` fails."""

    def __init__(self, *seconds: float, full: int | None = None) -> None:
        self.seconds = seconds or (SAVING,)
        self.full = full
        self.saved = 0
        self.open = False

    @operation("async")
    def save(self, card: Record) -> Story[None]:
        if not isinstance(card, Record) or card.type_name != "IndexCard":
            raise TypeError("save() takes an IndexCard")
        if self.open:
            raise CardIndexError("The drawer is open for another card.")
        self.open = True
        try:
            yield self.seconds[min(self.saved, len(self.seconds) - 1)]
        finally:
            self.open = False
        self.saved += 1
        if self.saved == self.full:
            raise CardIndexError("The drawer is full.")


def sealed(lab: Lab, variety: str, seeds: int, turns: int, *, broken: bool = False) -> str:
    """A page of the exchange."""
    key = lab.random.randrange(2, SEAL_MODULUS - 1)
    seal = (pow(key, turns, SEAL_MODULUS) + broken) % SEAL_MODULUS
    return f"{variety}, {seeds} seeds. Seal {seal}: key {key}, turned {turns} times."


@dataclass
class Exchange:
    """What there is to download. ``latencies`` are the seconds that the pages take, in the order of the URLs."""

    lab: Lab
    latencies: list[float]
    turns: int = FEW
    urls: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    saves: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        varieties = self.lab.words(len(self.latencies) + 1)
        self.host = f"{varieties.pop()}.test"
        seconds = dict(zip([f"/{variety}" for variety in varieties], self.latencies, strict=True))
        self.site = self.lab.web(f"http://{self.host}", latency=lambda request: seconds.get(request.url.path, 1))
        texts = {}
        for variety in varieties:
            seeds = self.lab.random.randrange(1, 500)
            texts[f"/{variety}"] = sealed(self.lab, variety, seeds, self.turns)
            self._ask_for(variety, len(self.urls))
            self.saves.append(f"save {variety} {seeds}")
            self.jobs.append(f"seed_card({variety})")
        if texts:
            self.site.pages(texts)

    def _ask_for(self, path: str, place: int) -> None:
        self.urls.insert(place, f"http://{self.host}/{path}")
        self.requests.append(f"GET /{path}")

    def add_bad_pages(self) -> int:
        """Put bad pages of every kind among the good ones; how many these are."""
        bad: dict[str, httpx.Response | type[Exception]] = {
            "torn": httpx.Response(200, text=sealed(self.lab, "torn", 7, FEW, broken=True)),
            "moved": httpx.Response(200, text="We have moved!"),
            "lost": httpx.Response(404, text=sealed(self.lab, "lost", 7, FEW)),
            "ill": httpx.Response(500),
            "gone": Reset,
        }
        for path, answer in bad.items():
            self.site.get(f"/{path}").mock(**{"side_effect" if answer is Reset else "return_value": answer})
            self._ask_for(path, self.lab.random.randrange(len(self.urls) + 1))
        return len(bad)

    @property
    def one_by_one(self) -> float:
        return sum(self.latencies) + SAVING * len(self.latencies)

    def finishes(self, workers: int, seconds: Iterable[float]) -> list[float]:
        """When each save of the best schedule ends, with so many ``seconds`` for each, and room in the queues."""
        places = [0.0] * workers
        arrivals = []
        for latency in self.latencies:
            first = places.index(min(places))
            places[first] += latency
            arrivals.append(places[first])
        ends, free = [], 0.0
        for arrival, saving in zip(sorted(arrivals), seconds, strict=True):
            free = max(arrival, free) + saving
            ends.append(free)
        return ends


def even(lab: Lab, pages: int, **more: int) -> Exchange:
    """Pages that take a second each."""
    return Exchange(lab, [1.0] * pages, **more)


def uneven(lab: Lab, workers: int) -> Exchange:
    """Twice: one slow page, and as many quick ones as the other workers can have in the meantime."""
    latencies: list[float] = []
    for _ in range(2):
        slow = lab.random.randint(3, 4)
        quick = [1.0] * ((workers - 1) * slow)
        latencies += [*quick[: (place := lab.random.randrange(workers))], slow, *quick[place:]]
    return Exchange(lab, latencies)


# ---------------------------------------------------------------- what is asked of a run


def start(lab: Lab, exchange: Exchange, store: CardIndex, workers: int, queue: int, *, parties: int = 0) -> Run:
    return lab.run("exchange", store, exchange.urls, workers, queue, drives=FUNCTION, parties=parties)


def right(run: Run, exchange: Exchange, bad: int = 0) -> Run:
    """Every page was asked for once, every good one saved once, and the bad ones were counted."""
    failure = run.failure
    spoilt = bad and failure is not None and any(part.is_a("ValueError") for part in failure.members)
    run.finished(mistake=ONE_FAILURE if spoilt else None)
    run.asked(exchange.requests, of=exchange.host)
    misled = any(each.label.startswith("save lost") for each in run.operations)
    run.asked(exchange.saves, of="save", mistake=STATUS_IGNORED if misled else None)
    forgotten = type(run.value) is int and run.value < bad
    return run.returned(bad, mistake=ERRORS_SWALLOWED if forgotten else None)


def on_time(run: Run, exchange: Exchange, workers: int, store: CardIndex) -> Run:
    """It took as long as the best schedule. (Less takes only who downloads more than ``workers`` pages at a time.)"""
    seconds = [store.seconds[min(n, len(store.seconds) - 1)] for n in range(len(exchange.latencies))]
    best = exchange.finishes(workers, seconds)[-1]
    downloading = max(exchange.finishes(workers, [0.0] * len(seconds)))
    if run.elapsed < best and run.peak(exchange.host) > workers:
        return run
    return run.took(
        best,
        naive=sum(exchange.latencies) + sum(seconds),
        why=f"The downloads need {downloading:g} s with {workers} at a time, the saves {sum(seconds):g} s, and they "
        "overlap.",
        otherwise=STAGES_WAIT if waits_for_saves(run, exchange, workers) else None,
    )


def on_the_way(run: Run, exchange: Exchange) -> int:
    """How many pages were asked for and not yet saved, at most."""
    changes = [(each.order, 1) for each in run.operations if each.service == exchange.host]
    changes += [(each.end_order, -1) for each in run.operations if each.name == "save"]
    return max(accumulate(change for _, change in sorted(changes)), default=0)


def waits_for_saves(run: Run, exchange: Exchange, workers: int) -> bool:
    """Whether nothing was downloaded while its place was taken by a page to be saved, or nothing saved before the end
    of the downloads."""
    loads, saves = ([each for each in run.operations if each.service == name] for name in (exchange.host, "cardindex"))
    in_phases = loads[-1].end_order < saves[0].order
    return in_phases or run.peak(exchange.host) == on_the_way(run, exchange) == workers


def held_back(run: Run, exchange: Exchange, workers: int, queue: int) -> None:
    """Never more pages on the way than workers and queues can hold, and the queues were used."""
    most = on_the_way(run, exchange)
    room = 2 * workers + 2 * queue + 1
    with_these = f"With workers={workers} and queue={queue}"
    run.expect(
        most <= room,
        f"At one moment {most} pages were on the way: asked for, and not yet saved. {with_these} there is room for "
        f"{room}: {workers} with those who download, {queue} in the first queue, {workers} with those who parse, "
        f"{queue} in the second queue, 1 with the one who saves.",
        mistake=QUEUE_GROWS if most == len(exchange.urls) else None,
    )
    first = min(each.end_order for each in run.operations if each.name == "save")
    fetched = sum(each.service == exchange.host and each.end_order < first for each in run.operations)
    run.expect(
        fetched > 2 * queue,
        f"While the first card was saved, which took {JAMMED:g} s, only {fetched} pages had been downloaded. "
        f"{with_these} at least {2 * queue + 1} should be: 1 is saved, and {queue} wait between each two stages.",
        mistake=STAGES_WAIT if fetched == workers + queue + 1 else None,
    )


@check("Correct")
def test_good_pages_are_saved_and_bad_ones_counted(lab: Lab) -> None:
    """Every good page is saved once, and costs one request; every bad one is skipped and counted."""
    for workers, queue, pages in ((1, 1, 3), (2, 1, 7), (3, 4, 7), (2, 2, 0)):
        # The first page comes last: who says too early that it is the end, forgets it.
        latencies = [4.5, *(lab.random.randint(1, 4) / 8 for _ in range(pages - 1))][:pages]
        exchange = Exchange(lab, latencies)
        right(start(lab, exchange, CardIndex(), workers, queue), exchange)
    exchange = even(lab, 6)
    bad = exchange.add_bad_pages()
    right(start(lab, exchange, CardIndex(), 2, 1), exchange, bad)


@check("Concurrent")
def test_the_stages_overlap(lab: Lab) -> None:
    """The stages work at the same time: it takes as long as the slowest of them, and not as long as all together."""
    workers, queue = lab.random.randint(3, 4), 5
    for exchange, store in ((uneven(lab, workers), CardIndex()), (even(lab, 3 * workers), CardIndex(1.0))):
        run = right(start(lab, exchange, store, workers, queue), exchange)
        on_time(run, exchange, workers, store).never_blocked_the_loop()


@check("Parallel", needs="Concurrent")
def test_processes_parse(lab: Lab) -> None:
    """The parsing is done by `workers` other processes, all of them at the same time."""
    for workers, turns in ((2, FEW), (3, MANY)):
        exchange = even(lab, 2 * workers, turns=turns)
        run = start(lab, exchange, CardIndex(), workers, workers, parties=workers)
        run.worked_in_processes(workers, at_most=workers)
        right(run, exchange).worked_on(exchange.jobs)
    run.burnt_elsewhere(0.8)


@check("Bounded")
def test_a_full_queue_holds_back(lab: Lab) -> None:
    """Never more than `workers` downloads at a time, and while the drawer is stuck no more pages than there is room."""
    exchange, store = uneven(lab, 3), CardIndex()
    run = right(start(lab, exchange, store, 3, 5), exchange).in_flight(exchange.host, exactly=3)
    on_time(run, exchange, 3, store)
    for workers, queue in ((2, lab.random.randint(5, 7)), (3, 1)):
        exchange, store = even(lab, 2 * workers + 2 * queue + 8), CardIndex(JAMMED, 1.0)
        run = right(start(lab, exchange, store, workers, queue), exchange).in_flight(exchange.host, exactly=workers)
        held_back(run, exchange, workers, queue)
        run.never_polled()
        on_time(run, exchange, workers, store)


@check("Tidy")
def test_whatever_ends_it_nothing_is_left(lab: Lab) -> None:
    """One client; and when it is over, or cancelled, or the drawer is full, nothing goes on and nothing is left."""
    exchange, store = even(lab, 14), CardIndex(full=lab.random.randint(2, 4))
    run = start(lab, exchange, store, 2, 1).raised("CardIndexError")
    end = next(each.end for each in run.operations if each.outcome == "failed" and each.end is not None)
    run.took(
        end, why="Then the drawer was full, and nothing that goes on has a purpose any more."
    ).left_nothing_behind()

    exchange = even(lab, 5)

    def whole(run: Run) -> None:
        right(run, exchange).used_clients(1).left_nothing_behind()

    for run in lab.cancel_everywhere("exchange", CardIndex(), exchange.urls, 2, 1, drives=FUNCTION, whole=whole):
        run.was_cancelled()
        run.left_nothing_behind()

    exchange = even(lab, 4, turns=MOST)
    run = lab.run("called_away", CardIndex(), exchange.urls, 2, 1, 1.0, drives=FUNCTION)
    run.raised("CancelledError").took(1).left_nothing_behind()
