"""Backing off politely."""

from collections.abc import Sequence
from itertools import pairwise

import httpx

from asynclings.grading import Lab, Reset, Run, Stall, check

TARGET = "fetch_with_retries"
HOST = "tides.test"
PATIENCE = 5.0  # seconds that httpx waits for an answer, unless told otherwise
NEVER_AWAITED, CLIENT_PER_REQUEST, STATUS_IGNORED, UNCHOSEN_RETRIES = 3, 15, 19, 20
STREAM_LEFT_OPEN, ERRORS_SWALLOWED, LOCK_TOO_WIDE = 22, 26, 47

Answer = int | type[Exception] | tuple[int, str]  # a status, a status with its Retry-After, or what goes wrong


class Tides:
    """A page of the harbour office, and what it answers, one after another: these answers, and then the table.

    All of that comes so many ``times``.
    """

    def __init__(self, lab: Lab, *answers: Answer, latency: float = 0.0, times: int = 1) -> None:
        word, self.table = lab.words(2)
        self.url, self.request = f"http://{HOST}/{word}", f"GET /{word}"
        site = lab.web(f"http://{HOST}", latency=latency)
        site.get(f"/{word}").mock(side_effect=[*map(_said, answers), httpx.Response(200, text=self.table)] * times)


def _said(answer: Answer) -> httpx.Response | type[Exception]:
    if isinstance(answer, type):
        return answer
    status, wish = answer if isinstance(answer, tuple) else (answer, None)
    return httpx.Response(status, text=f"error {status}", headers={} if wish is None else {"Retry-After": wish})


def fetch(lab: Lab, tides: Tides, **options: float) -> Run:
    return lab.run("fetch", tides.url, keywords=options, drives=TARGET)


def asked_at(run: Run, tides: Tides, moments: Sequence[float], why: str = "") -> Run:
    """The page was asked for at these moments, and nothing else was. ``why`` is a sentence about them."""
    run.ended()
    asked = [each for each in run.operations if each.label == tides.request]
    got = [each.start for each in asked]
    answers = ", ".join("nothing" if each.status is None else str(each.status) for each in asked[:8])
    run.expect(
        len(got) == len(moments) and all(abs(a - b) < 1e-6 for a, b in zip(got, moments, strict=True)),
        f"It asked at {_moments(got)}, and was answered {answers}; "
        f"it should have asked at {_moments(moments)}. {why}".rstrip(),
        mistake=_mistake(run, got, moments),
        where=run.usual_place(),
    )
    return run.asked([tides.request] * len(moments))


def _mistake(run: Run, got: Sequence[float], moments: Sequence[float]) -> int | None:
    """Why it asked at other moments: too often, or with pauses that do not grow."""
    if run.observations("never_awaited"):
        return NEVER_AWAITED
    pauses = [round(b - a, 6) for a, b in pairwise(got)]
    grow = all(a < b for a, b in pairwise(pauses))
    return UNCHOSEN_RETRIES if len(got) > len(moments) or not grow else None


def _moments(found: Sequence[float]) -> str:
    return ", ".join(f"{moment:g} s" for moment in found[:8]) or "no time"


def came(run: Run, tides: Tides, moments: Sequence[float], why: str = "") -> Run:
    """It returned the table, which came with the last of the requests at these moments."""
    failure = run.ended().failure
    run.expect(
        failure is None or not failure.is_a("PoolTimeout"),
        "It found no free connection for its next attempt (PoolTimeout), because an earlier answer had been neither "
        "read nor closed. Its client has room for one connection.",
        mistake=STREAM_LEFT_OPEN,
        where=run.usual_place(),
    )
    run.expect(
        failure is None or not failure.is_a("HTTPError") or len(run.operations) >= len(moments),
        f"It gave up after {len(run.operations)} of {len(moments)} requests, with {failure!r:.120}; "
        "this can pass, so it should have asked again.",
        mistake=UNCHOSEN_RETRIES,
        where=run.usual_place(),
    )
    run.finished()
    ignored = isinstance(run.value, str) and run.value.startswith("error")
    run.returned(tides.table, mistake=STATUS_IGNORED if ignored else None)
    return asked_at(run, tides, moments, why)


def gave_up(run: Run, tides: Tides, moments: Sequence[float], error: str, word: str = "", *, at: float) -> Run:
    """It asked at these moments, and then, at this one, raised this error, with this word in its message."""
    run.ended()
    run.expect(
        run.failure is not None or len(run.operations) > len(moments),
        f"It returned {run.value!r:.120}; after its last attempt it should have raised the {error}.",
        mistake=ERRORS_SWALLOWED,
        where=run.usual_place(),
    )
    asked_at(run, tides, moments).raised(error)
    found = [] if run.failure is None else run.failure.members
    run.expect(
        any(word in part.message for part in found),
        f"It raised {run.failure!r:.160}; the error of the last attempt ({word}) should have come through.",
    )
    return run.expect(
        abs(run.elapsed - at) < 1e-6,
        f"Its last attempt had failed after {at:g} s, and it raised the error after {run.elapsed:g} s; it should have "
        "done so immediately, for there is nothing more to wait for.",
    )


def left_open(run: Run) -> Run:
    """No call failed because another had closed the client of both."""
    failure = run.ended().failure
    return run.expect(
        failure is None or "client has been closed" not in failure.message,
        "Another call with the same client failed, because the client had been closed. Your caller opened it, and will "
        "close it.",
    )


@check("Correct")
def test_later_and_later(lab: Lab) -> None:
    """You return the text; after failures you ask again, exactly when your pauses are over: at 0, 1, 3, 7, 15 s."""
    came(fetch(lab, tides := Tides(lab)), tides, [0])
    came(fetch(lab, tides := Tides(lab, 503, 503)), tides, [0, 1, 3])
    came(fetch(lab, tides := Tides(lab, 503, 500, 503, 502)), tides, [0, 1, 3, 7, 15])
    # A pause begins when the attempt has failed, and is as long as `base` says.
    tides = Tides(lab, 500, 503, latency=0.5)
    came(fetch(lab, tides, attempts=3, base=4.0), tides, [0, 4.5, 13])


@check("Concurrent")
def test_pauses_hold_up_nobody(lab: Lab) -> None:
    """Many calls at once take as long as the one that needs most: nobody's pause holds up the others."""
    failures = lab.random.sample([0, 0, 1, 1, 2, 2, 3, 3], 8)
    calls = [Tides(lab) for _ in failures]
    site = lab.web(f"http://{HOST}", latency=0.25)
    for tides, number in zip(calls, failures, strict=True):
        path = tides.url.removeprefix(site.url)
        site.get(path).mock(side_effect=[*[httpx.Response(503)] * number, httpx.Response(200, text=tides.table)])
    run = left_open(lab.run("fetch_many", [tides.url for tides in calls], drives=TARGET))
    locked = run.counted("locks_made") or run.counted("semaphores_made")
    naive = sum(_took(number) for number in failures)
    run.took(_took(3), naive=naive, mistake=LOCK_TOO_WIDE if locked and not run.observations("blocking_call") else None)
    run.returned([tides.table for tides in calls]).never_blocked_the_loop()
    run.asked([tides.request for tides, number in zip(calls, failures, strict=True) for _ in range(number + 1)])


def _took(failures: int) -> float:
    """How long a call takes that fails so often: each request a quarter of a second, and the pauses between them."""
    return 0.25 * (failures + 1) + 2**failures - 1


@check("Bounded")
def test_never_more_than_so_many(lab: Lab) -> None:
    """Never more than `attempts` requests; then you raise the last error, without another pause."""
    tides = Tides(lab, *[500] * 4, 503, 503, 503)
    gave_up(fetch(lab, tides), tides, [0, 1, 3, 7, 15], "HTTPStatusError", "503", at=15)
    tides = Tides(lab, 500, 502, 503, latency=0.5)
    gave_up(fetch(lab, tides, attempts=2, base=3.0), tides, [0, 3.5], "HTTPStatusError", "502", at=4)
    gave_up(fetch(lab, tides := Tides(lab, 503), attempts=1), tides, [0], "HTTPStatusError", "503", at=0)
    gave_up(fetch(lab, tides := Tides(lab, 503, Reset), attempts=2), tides, [0, 1], "ReadError", at=1)


@check("Robust")
def test_only_what_can_pass(lab: Lab) -> None:
    """You ask again after 429, 5xx and errors of the connection, not after a 404; you keep to `Retry-After`."""
    for answer in (429, 500, 504, Reset):
        came(fetch(lab, tides := Tides(lab, answer)), tides, [0, 1])
    came(fetch(lab, tides := Tides(lab, Stall)), tides, [0, PATIENCE + 1])
    for status in (404, 400, 401):
        gave_up(fetch(lab, tides := Tides(lab, status)), tides, [0], "HTTPStatusError", str(status), at=0)
    gave_up(fetch(lab, tides := Tides(lab, 503, 404)), tides, [0, 1], "HTTPStatusError", "404", at=1)
    nobody = lab.web(f"http://{lab.word()}.test", refusing=True)
    run = lab.run("fetch", f"{nobody.url}/", keywords={"attempts": 3}, drives=TARGET).raised("ConnectError")
    run.took(3, why="There are three attempts, with pauses of 1 s and 2 s between them.").asked([])
    wishes = [lab.random.randrange(5, 60), lab.random.randrange(3, 9)]
    tides = Tides(lab, (503, str(wishes[0])), (429, str(wishes[1])), 503)
    kept = [0, wishes[0], wishes[0] + wishes[1], wishes[0] + wishes[1] + 4]
    came(fetch(lab, tides), tides, kept, f"A Retry-After had asked for pauses of {wishes[0]} s and {wishes[1]} s.")
    tides = Tides(lab, 503, (503, "1"), (503, "Fri, 31 Dec 2100 23:59:59 GMT"))
    why = "The second pause was that of a Retry-After; the third answer had one with a date, which is passed over."
    came(fetch(lab, tides, base=2.0), tides, [0, 2, 3, 11], why)


@check("Tidy")
def test_the_client_is_your_callers(lab: Lab) -> None:
    """You use your caller's client, and it can be used afterwards; cancelled at any moment, you end immediately."""
    tides = Tides(lab, 503, times=2)
    run = left_open(lab.run("fetch_twice", tides.url, drives=TARGET))
    own = [made for made in run.observations("client_created") if made.where.file]
    run.expect(
        not own,
        "It made an httpx client of its own; the one that it is given should be used for all requests.",
        mistake=CLIENT_PER_REQUEST,
        where=own[0].where if own else None,
    )
    asked_at(run.returned([tides.table] * 2), tides, [0, 1, 1, 2]).left_nothing_behind()
    tides = Tides(lab, 503, 500, 503, latency=0.5)

    def whole(run: Run) -> None:
        came(run, tides, [0, 1.5, 4, 8.5]).left_nothing_behind().never_blocked_the_loop().never_polled()

    for run in lab.cancel_everywhere("fetch", tides.url, drives=TARGET, whole=whole):
        run.was_cancelled()
        run.left_nothing_behind()
