"""One failure must not hide the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from asynclings.grading import Failure, Lab, Record, Reset, Run, Stall, check

FUNCTION = "fetch_report"
PATIENCE = 5.0  # seconds that httpx waits for an answer, unless told otherwise
MISPAIRED, STATUS_IGNORED, LOSES_ALL, ERRORS_AS_RESULTS = 11, 19, 23, 25
ERRORS_SWALLOWED, ONE_OF_MANY, NEVER_RETRIEVED = 26, 36, 38

# How a station can fail, and the error that this is to its caller.
TROUBLES = {
    "answered 404": "HTTPStatusError",
    "answered 500": "HTTPStatusError",
    "refused the connection": "ConnectError",
    "broke the connection off": "ReadError",
    "never answered": "ReadTimeout",
    "sent what is not UTF-8": "UnicodeDecodeError",
}
MISSING, BROKEN, REFUSED, BROKEN_OFF, SILENT, NOT_UTF_8 = TROUBLES
STATUS = {MISSING: 404, BROKEN: 500}


@dataclass(frozen=True)
class Station:
    url: str
    path: str
    text: str
    trouble: str = ""


class Mountain:
    """Stations, each with a host and a page of its own; ``troubles`` says of each what is wrong, ``""`` for nothing."""

    def __init__(self, lab: Lab, troubles: Sequence[str], seconds: Sequence[float]) -> None:
        self.stations = [
            Station(
                f"http://{host}.test/{page}", f"/{page}", f"wind {lab.random.randrange(200)} km/h, {text} °C\n", trouble
            )
            for host, page, text, trouble in zip(
                lab.words(len(troubles)), lab.words(len(troubles)), lab.words(len(troubles)), troubles, strict=True
            )
        ]
        self.urls = [station.url for station in self.stations]
        self.requests = [f"GET {station.path}" for station in self.stations if station.trouble != REFUSED]
        for station, latency in zip(self.stations, seconds, strict=True):
            _serve(lab, station, latency)

    def of(self, url: str) -> Station:
        return next(station for station in self.stations if station.url == url)


def _serve(lab: Lab, station: Station, seconds: float) -> None:
    refusing = station.trouble == REFUSED
    site = lab.web(
        station.url.removesuffix(station.path),
        latency=seconds,
        connecting=seconds if refusing else 0,
        refusing=refusing,
    )
    route = site.get(station.path)
    if station.trouble in (SILENT, BROKEN_OFF):
        route.mock(side_effect=Stall if station.trouble == SILENT else Reset)
    else:
        code = "latin-1" if station.trouble == NOT_UTF_8 else "utf-8"
        route.respond(STATUS.get(station.trouble, 200), content=station.text.encode(code))


# ---------------------------------------------------------------- what is asked of every report


def right(run: Run, mountain: Mountain) -> Run:
    """Every station in the one place where it belongs, and each asked once."""
    run.finished(mistake=LOSES_ALL)
    pages, errors = _dictionaries(run)
    _nothing_mispaired(run, mountain, pages)
    for station in mountain.stations:
        if station.trouble:
            _failed(run, station, pages, errors)
        else:
            _came(run, station, pages, errors)
    for where, found in (("pages", pages), ("errors", errors)):
        extra = [url for url in found if url not in mountain.urls]
        run.expect(not extra, f"{where} has an entry for {extra[:1]}, which nobody asked for; it holds URLs only.")
    return run.asked(mountain.requests)


def _dictionaries(run: Run) -> tuple[dict[str, object], dict[str, object]]:
    fields = run.value.fields if isinstance(run.value, Record) else {}
    pages, errors = fields.get("pages"), fields.get("errors")
    run.expect(
        isinstance(pages, dict) and isinstance(errors, dict),
        f"{FUNCTION} returned {run.value!r:.160}; a Report is asked for, with the dictionaries pages and errors. "
        "Keep the class as it was in the file that you began with.",
    )
    return dict(pages or {}), dict(errors or {})


def _nothing_mispaired(run: Run, mountain: Mountain, pages: dict[str, object]) -> None:
    texts = {station.text: station.url for station in mountain.stations}
    for url, text in pages.items():
        owner = texts.get(text, url) if isinstance(text, str) else url
        run.expect(
            owner == url,
            f"pages has, for {url}, the text of {owner}; each URL should have its own.",
            mistake=MISPAIRED,
        )


def _came(run: Run, station: Station, pages: dict[str, object], errors: dict[str, object]) -> None:
    blamed = errors.get(station.url)
    run.expect(
        station.url not in errors,
        f"errors has {blamed!r:.120} for {station.url}, which answered with a good page; its text belongs in pages.",
        mistake=LOSES_ALL if _stopped(blamed) else None,
    )
    run.expect(
        station.url in pages,
        f"{station.url} answered with a good page, and is neither in pages nor in errors; its text belongs in pages.",
        mistake=LOSES_ALL,
    )
    run.expect(
        pages[station.url] == station.text,
        f"pages has {pages[station.url]!r:.120} for {station.url}; its text is {station.text!r}.",
    )


def _failed(run: Run, station: Station, pages: dict[str, object], errors: dict[str, object]) -> None:
    wanted = TROUBLES[station.trouble]
    fact = f"{station.url} {station.trouble}"
    where = next((o.where for o in run.operations if o.label == f"GET {station.path}" and o.where.file), None)
    if station.url in pages:
        found = pages[station.url]
        as_result, ignored = isinstance(found, Failure), station.trouble in STATUS
        run.expect(
            False,
            f"{fact}, and pages has {found!r:.120} for it; the {wanted} belongs in errors, and nothing into pages.",
            mistake=ERRORS_AS_RESULTS if as_result else STATUS_IGNORED if ignored else None,
            where=where,
        )
    run.expect(
        station.url in errors,
        f"{fact}, and it is neither in pages nor in errors; the {wanted} belongs in errors.",
        mistake=ONE_OF_MANY if len(errors) == 1 else ERRORS_SWALLOWED,
        where=where,
    )
    error = errors[station.url]
    run.expect(
        isinstance(error, Failure) and error.is_a(wanted),
        f"{fact}, and errors has {error!r:.120} for it; the {wanted} itself belongs there, as it was raised.",
        mistake=LOSES_ALL if _stopped(error) else NEVER_RETRIEVED if run.observations("never_retrieved") else None,
        where=where,
    )


def _stopped(error: object) -> bool:
    """Whether it says that a station was given up because another had failed (nobody else cancels anything here)."""
    return isinstance(error, Failure) and error.is_a("CancelledError")


def shuffled(lab: Lab, troubles: Sequence[str]) -> list[str]:
    return lab.random.sample(troubles, len(troubles))


@check("Correct")
def test_every_url_lands_in_one_place(lab: Lab) -> None:
    """Each URL is asked for once and lands in one place: a page in `pages`, the error of a 404 or 500 in `errors`."""
    troubles = shuffled(lab, ["", "", "", "", MISSING, MISSING, BROKEN])
    mountain = Mountain(lab, troubles, lab.random.sample([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75], 7))
    right(lab.run(FUNCTION, mountain.urls), mountain)
    right(lab.run(FUNCTION, []), Mountain(lab, [], []))


@check("Concurrent")
def test_as_long_as_the_slowest_station(lab: Lab) -> None:
    """All stations are asked at once: it takes as long as the slowest of them, good or bad."""
    for slowest in ("", BROKEN):
        others = shuffled(lab, [""] * 24 + [MISSING] * 3 + [BROKEN] * 2)
        seconds = [lab.random.randrange(2, 12) / 4 for _ in others]
        mountain = Mountain(lab, [*others, slowest], [*seconds, 4])
        run = lab.run(FUNCTION, mountain.urls).took(4, naive=sum(seconds) + 4)
        right(run.in_flight(exactly=30), mountain)


@check("Bounded")
def test_one_client_and_nobody_waits_for_a_failure(lab: Lab) -> None:
    """One client, closed at the end; a failure neither ends the waiting for the others nor makes it longer."""
    for first in (True, False):
        seconds = [lab.random.randrange(4, 8) / 2 for _ in range(7)] + [4.5]
        trouble = 0.5 if first else 4.75
        mountain = Mountain(lab, [*[""] * 8, MISSING, REFUSED], [*seconds, trouble, trouble])
        run = right(lab.run(FUNCTION, mountain.urls), mountain)
        run.used_clients(1)
        run.took(max(4.5, trouble), naive=sum(seconds) + 2 * trouble)


@check("Robust")
def test_whatever_the_failure_is(lab: Lab) -> None:
    """Refused, broken off, silent or not UTF-8: whatever fails lands in `errors`, and all others in `pages`."""
    for trouble in (REFUSED, BROKEN_OFF, SILENT, NOT_UTF_8):
        mountain = Mountain(lab, shuffled(lab, ["", "", "", trouble]), [1, 2, 1, 2])
        slowest = PATIENCE if trouble == SILENT else 2
        right(lab.run(FUNCTION, mountain.urls), mountain).took(slowest)
    mountain = Mountain(lab, shuffled(lab, list(TROUBLES)), [1] * len(TROUBLES))
    right(lab.run(FUNCTION, mountain.urls), mountain)


@check("Tidy")
def test_being_cancelled_is_no_failure_of_a_station(lab: Lab) -> None:
    """Cancelled at any moment it ends immediately, as cancelled, no station is blamed, and nothing is left behind."""
    mountain = Mountain(lab, shuffled(lab, ["", "", MISSING, REFUSED]), [1, 2, 3, 2.5])

    def finished(run: Run) -> None:
        right(run, mountain).left_nothing_behind().never_blocked_the_loop()

    for run in lab.cancel_everywhere(FUNCTION, mountain.urls, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
