"""One deadline for everything."""

from collections.abc import Sequence
from dataclasses import dataclass

from asynclings.grading import Lab, Reset, Run, Stall, check, dripping

FUNCTION = "fetch_within"
PATIENCE = 5.0  # seconds that httpx waits for an answer, unless told otherwise
AWAIT_IN_LOOP, NO_TIME_LIMIT, LOSES_ALL, NOTHING_AWAITED, THREAD_NOT_STOPPED = 1, 18, 23, 34, 69


@dataclass(frozen=True)
class Railway:
    """Answers after so many seconds. ``trouble``: a status, or ``silent``, ``breaks off``, ``refuses``, ``drips``.

    One that drips begins to answer after ``seconds``, and then needs four times as long for the rest.
    """

    seconds: float
    trouble: int | str = 200

    @property
    def ends(self) -> float:
        """When its answer is whole, or has failed."""
        return (
            float("inf") if self.trouble == "silent" else self.seconds * 5 if self.trouble == "drips" else self.seconds
        )

    @property
    def answers(self) -> bool:
        return self.trouble in (200, "drips")


class Counter:
    """Railways with fares of today, and what ``fetch_within`` should make of them."""

    def __init__(self, lab: Lab, railways: Sequence[Railway]) -> None:
        self.railways = lab.random.sample(railways, len(railways))
        paths = [f"/{word}" for word in lab.words(len(railways))]
        hosts = lab.words(len(railways))
        self.texts = [f"fare {word}\n" for word in lab.words(len(railways))]
        self.urls = [f"http://{host}.test{path}" for host, path in zip(hosts, paths, strict=True)]
        self.requests = [
            f"GET {path}" for path, railway in zip(paths, self.railways, strict=True) if railway.trouble != "refuses"
        ]
        for railway, host, path, text in zip(self.railways, hosts, paths, self.texts, strict=True):
            _serve(lab, railway, host, path, text)

    def result(self, seconds: float) -> dict[str, str | None]:
        return {
            url: text if railway.answers and railway.ends < seconds else None
            for url, text, railway in zip(self.urls, self.texts, self.railways, strict=True)
        }

    def takes(self, seconds: float) -> float:
        return min(seconds, max((railway.ends for railway in self.railways), default=0))


def _serve(lab: Lab, railway: Railway, host: str, path: str, text: str) -> None:
    refuses = railway.trouble == "refuses"
    site = lab.web(
        f"http://{host}.test", latency=railway.seconds, connecting=railway.seconds if refuses else 0, refusing=refuses
    )
    route = site.get(path)
    match railway.trouble:
        case "silent":
            route.mock(side_effect=Stall)
        case "breaks off":
            route.mock(side_effect=Reset)
        case "drips":
            route.mock(return_value=dripping(text, pieces=len(text), every=4 * railway.seconds / (len(text) - 1)))
        case int(status):
            route.respond(status, text=text)


def asked(run: Run, counter: Counter, seconds: float) -> Run:
    """An entry for every URL, what came before the deadline, and each of them asked once."""
    expected = counter.result(seconds)
    run.finished(mistake=LOSES_ALL)
    fares = run.value if isinstance(run.value, dict) else {}
    if set(fares) == set(expected):
        for url, railway in zip(counter.urls, counter.railways, strict=True):
            given_up = fares[url] is None and expected[url] is not None and railway.ends > PATIENCE
            run.expect(
                not given_up,
                f"{url} had answered after {railway.ends:g} s, before the deadline of {seconds:g} s, and has None; its "
                f"text should be there. Unless told otherwise, httpx gives up after {PATIENCE:g} s.",
            )
        came = sum(text is not None for text in expected.values())
        run.expect(
            not came or any(fares.values()) or run.peak() == 1,
            f"{came} railways had answered before the deadline of {seconds:g} s, and the result has None for all of "
            "them: what had come was thrown away with what had not. Keep each text when it comes.",
            where=run.usual_place(),
        )
    lost = [url for url, text in expected.items() if text is not None and fares.get(url) is None]
    number = None if not lost else AWAIT_IN_LOOP if run.peak() == 1 else None if any(fares.values()) else LOSES_ALL
    run.returned(expected, mistake=number)
    return run.asked(counter.requests)


def ask(lab: Lab, counter: Counter, seconds: float) -> Run:
    return lab.run(FUNCTION, counter.urls, seconds)


def in_time(run: Run, counter: Counter, seconds: float) -> Run:
    """It ended when the last answer had come or at the deadline, and nothing goes on."""
    run.finished(mistake=LOSES_ALL)
    late = run.elapsed > seconds and not run.observations("blocking_call")
    number = NOTHING_AWAITED if run.counted("timeouts") == 1 else NO_TIME_LIMIT
    why = f"Its deadline was {seconds:g} s for all requests together."
    run.took(counter.takes(seconds), why=why, mistake=number if late else None)
    return run.nothing_in_flight(mistake=THREAD_NOT_STOPPED if run.observations("thread_left") else None).left_no(
        "task_left", "task_abandoned", "thread_left"
    )


def quarters(lab: Lab, number: int, least: float, most: float) -> list[Railway]:
    """Railways that answer after some quarters of a second, later than ``least`` and sooner than ``most``."""
    return [Railway(lab.random.randrange(int(least * 4) + 1, int(most * 4)) / 4) for _ in range(number)]


@check("Correct")
def test_an_entry_for_every_url(lab: Lab) -> None:
    """You get an entry for every URL: its text, or None for whoever failed or never answered; each asked once."""
    for seconds in (4.0, 2.5):
        failing = [Railway(0.5, 404), Railway(1, 500), Railway(1, "refuses"), Railway(1, "silent")]
        counter = Counter(lab, [Railway(number / 4) for number in lab.random.sample(range(1, 9), 5)] + failing)
        asked(ask(lab, counter, seconds), counter, seconds)


@check("Concurrent")
def test_as_long_as_the_slowest_railway(lab: Lab) -> None:
    """All railways are asked at once, and if all answer in time, it takes as long as the slowest."""
    counter = Counter(lab, [*quarters(lab, 19, 0, 4), Railway(4)])
    run = ask(lab, counter, 30.0).took(4, naive=sum(railway.seconds for railway in counter.railways))
    asked(run.in_flight(exactly=20), counter, 30.0)


@check("Bounded")
def test_the_deadline_is_kept_and_used(lab: Lab) -> None:
    """It ends at the deadline at the latest, and cancels what is in flight; whatever came before is there."""
    seconds = lab.random.choice([2.5, 3.0, 3.5])
    late = [Railway(1, "drips"), Railway(1, "silent")]
    counter = Counter(lab, [*quarters(lab, 5, 0, 2.5), *quarters(lab, 3, seconds, 4.75), *late])
    asked(in_time(ask(lab, counter, seconds), counter, seconds), counter, seconds)
    # Slower than the patience of httpx, and yet in time.
    counter = Counter(lab, [*quarters(lab, 3, 0, PATIENCE), *quarters(lab, 3, PATIENCE, 9), Railway(1.5, "drips")])
    in_time(asked(ask(lab, counter, 10.0), counter, 10.0), counter, 10.0)


@check("Robust")
def test_a_failing_railway_costs_nothing(lab: Lab) -> None:
    """A railway that fails costs the others nothing; if none answers, it ends at the deadline; no URLs, immediately."""
    for trouble in (404, 500, "breaks off", "refuses"):
        counter = Counter(lab, [*quarters(lab, 3, 1, 3), Railway(3.25), Railway(4.5), Railway(0.5, trouble)])
        for seconds in (4.0, 6.0):
            asked(in_time(ask(lab, counter, seconds), counter, seconds), counter, seconds)
    for railways in ([], [Railway(1, "silent")] * 3):
        counter = Counter(lab, railways)
        asked(in_time(ask(lab, counter, 2.5), counter, 2.5), counter, 2.5)


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """One client, closed at the end; no polling; and cancelled at any moment it ends immediately and leaves nothing."""
    counter = Counter(lab, [Railway(1), Railway(2), Railway(4), Railway(0.5, 500)])

    def finished(run: Run) -> None:
        asked(run, counter, 3.0).took(3)
        run.used_clients(1).left_nothing_behind().never_blocked_the_loop().never_polled()

    for run in lab.cancel_everywhere(FUNCTION, counter.urls, 3.0, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
