"""All or nothing."""

from collections.abc import Sequence

from asynclings.grading import Lab, Reset, Run, check

FUNCTION = "fetch_all_or_cancel"
SURVEY = "http://survey.test"
FAILS_AT = 2  # seconds
WHY = "After 2 s the first sheet failed, and its error should have come out immediately."
RESET = 0  # in place of a status: the connection is torn down


class Survey:
    """Sheets that are drawn today.

    ``seconds`` is how long each of them takes; ``failing`` says which status comes (or `RESET`) in the place of which.
    """

    def __init__(self, lab: Lab, seconds: Sequence[float], failing: dict[int, int] | None = None) -> None:
        names, texts = lab.words(len(seconds)), lab.words(len(seconds))
        paths = [f"/{name}" for name in names]
        self.urls = [f"{SURVEY}{path}" for path in paths]
        self.sheets = [f"{text}, with the lake\n" for text in texts]
        self.requests = [f"GET {path}" for path in paths]
        latency = dict(zip(paths, seconds, strict=True))
        site = lab.web(SURVEY, latency=lambda request: latency.get(request.url.path, 1.0))
        for place, status in (failing or {}).items():
            if status == RESET:
                site.get(paths[place]).mock(side_effect=Reset)
            else:
                site.get(paths[place]).respond(status, text=f"error {status}, no sheet here")
        site.pages(dict(zip(paths, self.sheets, strict=True)))


def drawing_times(lab: Lab, before: int, after: int) -> list[float]:
    """Of sheets that are drawn before a failure, and of others that would be drawn after it."""
    return [lab.random.randrange(2, 8) / 4 for _ in range(before)] + [
        lab.random.randrange(10, 19) / 4 for _ in range(after)
    ]


def drawn(run: Run, survey: Survey) -> Run:
    """All sheets, each asked for once, and nothing else asked for."""
    return run.returned(survey.sheets).asked(survey.requests)


def failed(run: Run, error: str) -> Run:
    """The error has come out when it came up, and it was the end of everything."""
    return run.raised(error).took(FAILS_AT, why=WHY).left_nothing_behind()


@check("Correct")
def test_all_sheets_in_the_order_asked(lab: Lab) -> None:
    """You get all sheets in the order of the URLs, each asked for once; no URLs, no requests."""
    survey = Survey(lab, [*lab.random.sample([0.5, 1, 1.5, 2, 2.5, 3], 5), 0.25])
    drawn(lab.run(FUNCTION, survey.urls), survey)
    lab.run(FUNCTION, []).returned([]).asked([])


@check("Concurrent")
def test_as_long_as_the_slowest_sheet(lab: Lab) -> None:
    """All sheets are drawn at once, and it takes as long as the slowest of them."""
    seconds = lab.random.sample([lab.random.randrange(2, 15) / 4 for _ in range(23)] + [4], 24)
    survey = Survey(lab, seconds)
    run = lab.run(FUNCTION, survey.urls).took(4, naive=sum(seconds))
    drawn(run.in_flight(exactly=24), survey)


@check("Bounded")
def test_no_request_outlives_a_failure(lab: Lab) -> None:
    """When one sheet fails at 2 s, the others are cancelled at 2 s; nothing goes on."""
    for status in (404, 500):
        first, last = drawing_times(lab, before=0, after=2)  # before and behind the failing sheet, one would go on
        middle = drawing_times(lab, before=3, after=4)
        lab.random.shuffle(middle)
        place = lab.random.randrange(1, len(middle) + 2)
        seconds = [first, *middle, last]
        seconds.insert(place, FAILS_AT)
        survey = Survey(lab, seconds, {place: status})
        run = lab.run(FUNCTION, survey.urls).raised("HTTPStatusError")
        run.nothing_in_flight().left_no("task_left", "task_abandoned", "thread_left")
        run.took(FAILS_AT, why=WHY).asked(survey.requests)


@check("Robust")
def test_the_caller_sees_what_has_failed(lab: Lab) -> None:
    """Whatever fails, wherever in the list, also two at once: you see that error, and nothing is left behind."""
    for status, error in ((404, "HTTPStatusError"), (500, "HTTPStatusError"), (RESET, "ReadError")):
        for place in (0, 4):  # before and behind sheets that would go on
            seconds = drawing_times(lab, before=1, after=3)
            seconds.insert(place, FAILS_AT)
            survey = Survey(lab, seconds, {place: status})
            failed(lab.run(FUNCTION, survey.urls), error).asked(survey.requests)
    two = Survey(lab, [4, FAILS_AT, 3, FAILS_AT, 1], {1: 404, 3: 500})
    failed(lab.run(FUNCTION, two.urls), "HTTPStatusError").asked(two.requests)
    nobody = lab.web(f"http://{lab.word()}.test", connecting=FAILS_AT, refusing=True)
    survey = Survey(lab, [1, 4, 3])
    urls = [*survey.urls[:2], f"{nobody.url}/{lab.word()}", *survey.urls[2:]]
    failed(lab.run(FUNCTION, urls), "ConnectError").asked(survey.requests)


@check("Tidy")
def test_stopping_it_stops_every_request(lab: Lab) -> None:
    """One client, closed at the end; cancelled at any moment, every request stops immediately and nothing is left."""
    survey = Survey(lab, [1, 2, 1, 3])

    def finished(run: Run) -> None:
        drawn(run, survey).took(3).used_clients(1).left_nothing_behind().never_blocked_the_loop()

    for run in lab.cancel_everywhere(FUNCTION, survey.urls, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
