"""Progress and screens: what goes to a terminal, and what goes elsewhere."""

import io

import pytest

from asynclings import track
from asynclings.batch.model import Regraded
from asynclings.cli.progress import BatchProgress, Progress
from asynclings.cli.screen import screen_of
from asynclings.report.model import CheckResult, CheckStatus


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, and keeps what was written."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def text(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def show(progress: Progress, *statuses: CheckStatus) -> None:
    (exercise,) = track.load().find(["pages"])
    with progress:
        progress.start(exercise)
        for status in statuses:
            check = CheckResult(
                id="x", facet="Tidy", title="", status=status, points=0, max_points=2, message="\x1b[2J"
            )
            progress.check(exercise, check)


def test_elsewhere_each_check_that_was_run_has_its_line_without_any_escapes() -> None:
    stream = io.StringIO()
    show(Progress(stream), "passed", "failed", "skipped")
    assert stream.getvalue() == "2_io/pages: Tidy passed\n2_io/pages: Tidy failed\n"


def test_on_a_terminal_one_line_grows_and_vanishes_in_the_end() -> None:
    stream = Terminal()
    show(Progress(stream), "passed", "failed", "error", "skipped")
    *_, last, end = stream.text.split("\r\x1b[2K")
    assert last == "2_io/pages  \x1b[32m✔\x1b[0m \x1b[31m✘\x1b[0m \x1b[33m!\x1b[0m \x1b[2m·\x1b[0m"
    assert end == ""
    assert "\n" not in stream.text


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    show(Progress(stream), "passed")
    assert stream.text.split("\r\x1b[2K")[-2] == "2_io/pages  ✔"


def test_a_terminal_without_these_characters_gets_words() -> None:
    stream = Terminal("ascii")
    show(Progress(stream), "passed")
    assert "\x1b[32mpassed\x1b[0m" in stream.text


def test_a_dumb_terminal_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    show(Progress(stream), "passed")
    assert stream.text == "2_io/pages: Tidy passed\n"


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("90", 90), ("400", 120)])
def test_the_width_is_the_terminals_within_reason(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert screen_of(Terminal()).width == width
    assert screen_of(io.StringIO()).width == 80


def show_batch(progress: BatchProgress) -> None:
    with progress:
        for name, points in (("ada", 10), ("\x1b[2J\n::bob", None)):
            progress.end(Regraded(clone=name, folder="", points=points))


def test_elsewhere_each_clone_has_its_line() -> None:
    stream = io.StringIO()
    show_batch(BatchProgress(stream, 2))
    assert stream.getvalue() == "1/2 ada: 10 points\n2/2 : :bob: not graded\n"


def test_on_a_terminal_the_line_says_how_many_are_done() -> None:
    stream = Terminal()
    show_batch(BatchProgress(stream, 2))
    assert "\n" not in stream.text
    assert stream.text.split("\r\x1b[2K") == ["0/2", "1/2  ada", "2/2  : :bob", ""]


def count(stream: io.TextIOBase, number: int) -> None:
    progress = Progress(stream)  # type: ignore[arg-type]
    with progress:
        for done in range(1, number + 1):
            progress.count("2_io/pages wrong/one_after_another", done, number)


def test_gradings_are_counted_now_and_then_elsewhere() -> None:
    stream = io.StringIO()
    count(stream, 120)
    assert stream.getvalue() == "1/120\n50/120\n100/120\n120/120\n"


def test_gradings_are_counted_in_one_line_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    count(stream, 2)
    assert stream.text.split("\r\x1b[2K")[1:] == [f"{n}/2  2_io/pages wrong/one_after_another" for n in (1, 2)] + [""]
