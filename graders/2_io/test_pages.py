"""A hundred pages in one second."""

from collections.abc import Sequence

from asynclings.grading import Lab, Run, check

FUNCTION = "fetch_all"
HOST = "http://archive.test"
NUMBER = 100


class Archive:
    """A site with pages that were written today.

    ``seconds`` is how long each of them takes; ``broken`` says which status stands in the place of which page.
    """

    def __init__(self, lab: Lab, seconds: Sequence[float], broken: dict[int, int] | None = None) -> None:
        names, texts = lab.words(len(seconds)), lab.words(len(seconds))
        self.paths = [f"/{name}" for name in names]
        self.urls = [f"{HOST}{path}" for path in self.paths]
        self.texts = [f"{text} à la carte\n" for text in texts]
        self.requests = [f"GET {path}" for path in self.paths]
        latency = dict(zip(self.paths, seconds, strict=True))
        site = lab.web(HOST, latency=lambda request: latency.get(request.url.path, 1.0))
        for place, status in (broken or {}).items():
            site.get(self.paths[place]).respond(status, text=f"error {status}, no page here")
        site.pages(dict(zip(self.paths, self.texts, strict=True)))


def fetched(run: Run, archive: Archive) -> Run:
    """All texts, each page asked for once, and nothing else asked for."""
    return run.returned(archive.texts).asked(archive.requests)


@check("Correct")
def test_every_page_in_the_order_asked(lab: Lab) -> None:
    """You get the text of every page in the order of the URLs, each asked for once; no URLs, no requests."""
    archive = Archive(lab, [*lab.random.sample([0.5, 1, 1.5, 2, 2.5, 3], 5), 0.25])
    fetched(lab.run(FUNCTION, archive.urls), archive)
    lab.run(FUNCTION, []).returned([]).asked([])


@check("Concurrent")
def test_a_hundred_pages_take_one_second(lab: Lab) -> None:
    """100 pages of one second each take one second together: all 100 requests are in flight at once."""
    archive = Archive(lab, [1.0] * NUMBER)
    run = lab.run(FUNCTION, archive.urls)
    run.took(1, naive=NUMBER)
    run.in_flight(exactly=NUMBER)
    fetched(run, archive)


@check("Bounded")
def test_one_client_and_no_longer_than_the_slowest_page(lab: Lab) -> None:
    """All requests go through one client, which is closed at the end, and it takes as long as the slowest page."""
    seconds = [lab.random.randrange(2, 15) / 4 for _ in range(19)] + [4]
    lab.random.shuffle(seconds)
    archive = Archive(lab, seconds)
    run = fetched(lab.run(FUNCTION, archive.urls), archive)
    run.used_clients(1)
    run.took(4, naive=sum(seconds))
    run.in_flight(exactly=len(seconds))


@check("Robust")
def test_an_error_comes_out_and_ends_it_all(lab: Lab) -> None:
    """A missing or broken page raises HTTPStatusError, an absent server ConnectError; after that nothing goes on."""
    for status in (404, 500):
        place = lab.random.randrange(6)
        archive = Archive(lab, [1 if n == place else 2 for n in range(6)], {place: status})
        run = lab.run(FUNCTION, archive.urls).raised("HTTPStatusError")
        run.asked(archive.requests)
        nothing_goes_on(run)
    nobody = lab.web(f"http://{lab.word()}.test", refusing=True)
    urls = Archive(lab, [2] * 5).urls
    urls.insert(lab.random.randrange(6), f"{nobody.url}/{lab.word()}")
    nothing_goes_on(lab.run(FUNCTION, urls).raised("ConnectError"))


def nothing_goes_on(run: Run) -> None:
    """Every request is over, and every task has ended: not only been told to stop."""
    run.nothing_in_flight().left_no("task_left", "task_abandoned", "thread_left")


@check("Tidy")
def test_stopping_it_stops_every_request(lab: Lab) -> None:
    """Cancelled at any moment, every request stops immediately; nothing is left behind, and nothing blocks the loop."""
    archive = Archive(lab, [1, 2, 1, 3])

    def finished(run: Run) -> None:
        fetched(run, archive).took(3).left_nothing_behind().never_blocked_the_loop()

    for run in lab.cancel_everywhere(FUNCTION, archive.urls, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
