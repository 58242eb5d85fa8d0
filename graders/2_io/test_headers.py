"""The slow memory card."""

import os
from collections.abc import Sequence
from errno import ENOSPC
from pathlib import Path

import httpx

from asynclings.grading import Lab, Operation, Reset, Run, Service, check, operation

FUNCTION = "save_headers"
HOST = "http://cellar.test"
WRITE = 2.0  # seconds that the card takes for a write
TICK = 0.1  # seconds, in the driver
INSTANT = 1e-6  # seconds: closer than this is the same instant
STATUS_IGNORED, ERRORS_SWALLOWED, LOCK_TOO_WIDE = 19, 26, 47
TOO_EARLY = "Open no file before the answer is there and is known to be good."
IN_PLACE = "Fill a new file beside it, give that the name when it is whole (Path.replace), else delete it."
OLD = "server: of yesterday\n" * 20  # longer than what comes in its place


class Clock(Service):
    """Shows nothing: the trace does."""

    @operation("instant")
    def tick(self) -> None: ...


class Page:
    """A page whose headers were drawn for this run, and the file into which they are to be written."""

    def __init__(self, lab: Lab) -> None:
        path, self.name, *words = lab.words(11)
        names = [f"X-{word.title()}" for word in words[:5]] + ["Set-Cookie"] * 2
        values = [f"{word}: à la carte" for word in words[5:]]
        headers = [(name, lab.random.choice(values)) for name in names] + [("Server", f"Čapek/{words[0]} (ü)")]
        lab.random.shuffle(headers)
        body = lab.word(lab.random.randrange(3, 9))
        raw = [(name.encode(), value.encode()) for name, value in headers]
        self.response = httpx.Response(200, headers=raw, content=body)
        lines = [f"{name.lower()}: {value}\n" for name, value in (*headers, ("content-length", len(body)))]
        self.number, self.content = len(lines), "".join(lines).encode()
        self.route, self.url = f"/{path}", f"{HOST}/{path}"
        self.request, self.path = f"GET {self.route}", Path(self.name)


def serve(lab: Lab, *pages: Page, latency: float = 1.0, status: int = 200, reset: bool = False) -> None:
    """Serve them, or, in their place, an error page each, or nothing: the connection is torn down."""
    site = lab.web(HOST, latency=latency)
    for page in pages:
        answer = page.response if status == 200 else httpx.Response(status, text="no page here")
        site.get(page.route).mock(side_effect=Reset if reset else None, return_value=answer)


def writes(run: Run) -> list[Operation]:
    return [each for each in run.operations if each.service == "disk"]


def saved(run: Run, *pages: Page) -> Run:
    """Each file holds the headers of its page, and each page was asked for once."""
    run.finished()
    for page in pages:
        got = run.files.get(page.name)
        if got != page.content:  # perhaps it is still to come
            run.nothing_in_flight().left_no("task_left", "thread_left")
        run.expect(got == page.content, _unlike(run, page, got))
    run.returned(pages[0].number if run.order.driven_by == "" else [page.number for page in pages])
    return run.asked([page.request for page in pages], of=httpx.URL(HOST).host)


def _unlike(run: Run, page: Page, got: bytes | None) -> str:
    """What is wrong with a file."""
    if got is None:
        there = ", ".join(map(repr, sorted(run.files)[:3])) or "nothing"
        return f"There is no file {page.name!r} on the card when it is over; on it there is {there}."
    try:
        lines = got.decode().split("\n")
    except UnicodeDecodeError:
        return f"The file is not UTF-8: {got!r:.200}. Write it with encoding='utf-8'."
    wanted = page.content.decode().split("\n")
    for n, (line, right) in enumerate(zip(lines, wanted, strict=False), 1):
        if line != right:
            return f"Line {n} of the file is {line!r:.120}; it should be {right!r:.120}."
    return (
        f"The file has {len(lines) - 1} line ends; it should have {len(wanted) - 1}: one line for each header, "
        "each with its end, and nothing more."
    )


def untouched(run: Run, before: dict[str, bytes], what: str, advice: str = TOO_EARLY) -> Run:
    """The card looks as it did before."""
    place = run.usual_place("write")
    run.ended()
    for name, content in before.items():
        got = run.files.get(name)
        run.expect(
            got == content,
            f"{what}, and the old file under that name {'is gone' if got is None else f'now holds {got!r:.80}'}; it "
            f"should be as it was. {advice}",
            mistake=STATUS_IGNORED if advice == TOO_EARLY and run.failure is None and got else None,
            where=place,
        )
    new = sorted(run.files.keys() - before.keys())
    return run.expect(
        not new,
        f"{what}, and there is a file {new[0] if new else ''!r:.80} on the card that was not there before; nothing "
        f"should be left of it. {advice}",
        mistake=STATUS_IGNORED if advice == TOO_EARLY and run.failure is None else None,
        where=place,
    )


def kept_ticking(run: Run) -> Run:
    """The clock ticked every tenth of a second from beginning to end."""
    ticks = [each.start for each in run.operations if each.name == "tick"]
    wanted = [n * TICK for n in range(1, round(run.elapsed / TICK)) if n * TICK < run.elapsed - INSTANT]
    missing = [moment for moment in wanted if not any(abs(moment - tick) < INSTANT for tick in ticks)]
    return run.expect(
        not missing,
        f"A clock on the same event loop, which should tick every {TICK:g} s, missed {len(missing)} of {len(wanted)} "
        "ticks: something held the loop.",
    )


def written_once(run: Run, pages: Sequence[Page]) -> Run:
    """Each file was written in one go: as many bytes as it has."""
    sizes = sorted(each.arguments[1] for each in writes(run))
    wanted = sorted(len(page.content) for page in pages)
    found = writes(run)
    return run.expect(
        sizes == wanted,
        f"There {'was 1 write' if len(sizes) == 1 else f'were {len(sizes)} writes'} to the card, of {_listed(sizes)} "
        f"bytes; {len(wanted)} of {_listed(wanted)} bytes should do. Each takes {WRITE:g} s, however little it is.",
        where=found[-1].where if found else None,
    )


def _listed(sizes: Sequence[int]) -> str:
    return ", ".join(map(str, sizes[:5])) + (", …" if len(sizes) > 5 else "") or "no"


@check("Correct")
def test_one_header_a_line(lab: Lab) -> None:
    """The file holds one header a line, as they came, in UTF-8; you return how many there are."""
    serve(lab, page := Page(lab))
    lab.disk(latency=WRITE)
    saved(lab.run(FUNCTION, page.url, page.path), page)
    lab.disk(latency=WRITE, files={page.name: OLD.encode()})
    saved(lab.run(FUNCTION, page.url, page.path), page)


@check("Concurrent")
def test_the_clock_goes_on(lab: Lab) -> None:
    """While the card writes, a clock on the same loop keeps its pace, and other calls write at the same time."""
    lab.disk(latency=WRITE)
    for number in (1, 5):
        pages = [Page(lab) for _ in range(number)]
        serve(lab, *pages)
        run = lab.run("save_all", Clock(), [(page.url, page.path) for page in pages], drives=FUNCTION)
        run.ended().never_blocked_the_loop()
        kept_ticking(saved(run, *pages))
        locked = run.counted("locks_made") or run.counted("semaphores_made")
        run.expect(
            run.peak("write") == number,
            f"Of {number} calls at once, at most {run.peak('write')} had the card write for them at the same time; "
            "they have nothing to do with each other, so all should.",
            mistake=LOCK_TOO_WIDE if locked else None,
            where=run.usual_place("write"),
        )


@check("Bounded")
def test_one_request_and_one_write(lab: Lab) -> None:
    """One request, one client, one write: it takes as long as the answer and one write to the card, and no longer."""
    latency = lab.random.randrange(30, 90) / 100
    lab.disk(latency=WRITE)
    serve(lab, page := Page(lab), latency=latency)
    run = saved(lab.run(FUNCTION, page.url, page.path), page)
    written_once(run, [page])
    run.took(latency + WRITE, why=f"The answer comes after {latency:g} s, and a write takes {WRITE:g} s.")
    run.used_clients(1).never_polled()


@check("Robust")
def test_all_or_nothing_on_the_card(lab: Lab) -> None:
    """If the page cannot be had, or the card is full, the error comes out, and the card is as it was before."""
    page = Page(lab)
    for before in ({}, {page.name: OLD.encode()}):
        lab.disk(latency=WRITE, files=before)
        for status in (404, 500):
            serve(lab, page, status=status)
            run = lab.run(FUNCTION, page.url, page.path)
            untouched(run, before, f"The answer was {status}").raised("HTTPStatusError").asked([page.request])
        serve(lab, page, reset=True)
        run = lab.run(FUNCTION, page.url, page.path)
        untouched(run, before, "The connection broke off").raised("ReadError")
        nobody = lab.web(f"http://{lab.word()}.test", refusing=True)
        run = lab.run(FUNCTION, f"{nobody.url}/", page.path)
        untouched(run, before, "The server could not be reached").raised("ConnectError").asked([])
        serve(lab, page)
        for room in (0, lab.random.randrange(1, len(page.content) - 1)):
            lab.disk(latency=WRITE, files=before, room=room)
            run = lab.run(FUNCTION, page.url, page.path)
            untouched(run, before, "The card was full before all was written", IN_PLACE)
            failure = run.raised("OSError", mistake=_of_lost_error(run)).failure
            run.expect(
                any(os.strerror(ENOSPC) in part.message for part in ([] if failure is None else failure.members)),
                f"The card was full, and it raised {failure!r:.160}; the error of the card should have come out.",
            )
            run.nothing_in_flight().left_no("task_left", "thread_left")
    lab.disk(latency=WRITE, files={page.name: OLD.encode()}, room=len(page.content))
    saved(lab.run(FUNCTION, page.url, page.path), page)


def _of_lost_error(run: Run) -> int | None:
    return None if run.observations("thread_error") else ERRORS_SWALLOWED


@check("Tidy")
def test_nothing_goes_on_afterwards(lab: Lab) -> None:
    """Nothing is left at the end, nor on the card; cancelled, it ends immediately, and the file is never half."""
    serve(lab, page := Page(lab))
    lab.disk(latency=WRITE, files={page.name: OLD.encode()})

    def whole(run: Run) -> None:
        written_once(saved(run, page), [page]).left_nothing_behind().never_blocked_the_loop()
        only_its_files(run, page)

    for run in lab.cancel_everywhere(FUNCTION, page.url, page.path, whole=whole):
        run.was_cancelled()
        run.left_nothing_behind(unstoppable="write")
        got = run.files.get(page.name)
        run.expect(
            got in (OLD.encode(), page.content),
            f"It was cancelled at {run.cancelled_at:g} s, and its file then held {got!r:.80}; it should hold the old "
            f"text or the whole of the new one. {IN_PLACE}",
            where=run.usual_place("write"),
        )
        if not any(each.outcome == "running" for each in writes(run)):  # what a thread is writing to, stays
            only_its_files(run, page)


def only_its_files(run: Run, page: Page) -> None:
    others = sorted(run.files.keys() - {page.name})
    run.expect(
        not others,
        f"When it was over, there was also a file {others[0] if others else ''!r:.80} on the card; nothing but "
        f"{page.name!r} should be.",
    )
