"""The frozen window."""

from itertools import pairwise

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.services import RenderError

FUNCTION = "export"
BEAT = 0.1  # seconds from one tick to the next
PATIENCE = 60  # seconds: a wheel that nobody stops turns long enough by then
INSTANT = 1e-6  # seconds: closer than this is the same instant
POLLING = 56  # in the catalogue of mistakes


class Report(Service):
    """Takes ``seconds`` to draw, and then is there, or fails."""

    def __init__(self, lab: Lab, seconds: float = 2, *, failing: bool = False) -> None:
        self.seconds = seconds
        self.failing = failing
        self.text = f"the report on {lab.word()}"

    @operation("blocking")
    def render(self) -> Story[str]:
        yield self.seconds
        if self.failing:
            raise RenderError(f"no paper for {self.text}")
        return self.text


class Screen(Service):
    """Counts nothing: the trace does."""

    @operation("instant")
    def tick(self) -> None: ...


def export(lab: Lab, report: Report) -> Run:
    return lab.run(FUNCTION, report, Screen(), horizon=PATIENCE)


def ticks(run: Run) -> list[float]:
    return [operation.start for operation in run.operations if operation.name == "tick"]


def ticked_while_it_rendered(run: Run, report: Report) -> None:
    """A tick at every beat at which the report was being drawn; those at its very ends are welcome, not asked for."""
    beats = [n * BEAT for n in range(1, 1000) if n * BEAT < report.seconds - INSTANT]
    found = ticks(run)
    missing = [beat for beat in beats if not any(abs(beat - tick) < INSTANT for tick in found)]
    run.expect(
        not missing,
        f"While the report was drawn, for {report.seconds:g} s, {len(beats) - len(missing)} of the {len(beats)} ticks"
        f" (one every {BEAT:g} s) came; the first that is missing is the one at {missing[0] if missing else 0:.1f} s.",
        where=run.usual_place("tick"),
    )


def ticked_only_on_the_beat(run: Run) -> None:
    """No tick between two beats, and none twice; at the very ends, as many as anybody likes."""
    found = [tick for tick in ticks(run) if min(tick, abs(run.elapsed - tick)) > INSTANT]
    stray = [tick for tick in found if abs(tick - round(tick / BEAT) * BEAT) > INSTANT]
    run.expect(
        not stray,
        f"There was a tick at {stray[0] if stray else 0:g} s; ticks belong to the beat of {BEAT:g} s, and only there.",
        where=run.usual_place("tick"),
    )
    double = [tick for tick, following in pairwise(found) if abs(following - tick) < INSTANT]
    run.expect(
        not double,
        f"The wheel was turned twice at {double[0] if double else 0:g} s; one tick a beat is asked for.",
        where=run.usual_place("tick"),
    )


def exported(run: Run, report: Report) -> Run:
    """The text is returned, and the report was drawn once."""
    return run.returned(report.text).asked(["render"], of="report")


@check("Correct")
def test_the_report_is_returned(lab: Lab) -> None:
    """The text of the report is returned, and the report is drawn once."""
    report = Report(lab)
    exported(export(lab, report), report)


@check("Concurrent")
def test_the_window_lives_while_the_report_is_drawn(lab: Lab) -> None:
    """The wheel turns every 0.1 seconds while the report is drawn, and the event loop is never blocked."""
    report = Report(lab)
    run = exported(export(lab, report), report)
    run.never_blocked_the_loop()
    ticked_while_it_rendered(run, report)


@check("Bounded")
def test_the_wheel_turns_as_long_as_it_must_and_no_longer(lab: Lab) -> None:
    """However long the drawing takes: a tick every 0.1 seconds, none between, and the text as soon as it is there."""
    drawn = lab.random.randrange(21, 30) / 10 + 0.037
    for seconds in (0.35, drawn, 0.053, 0):
        report = Report(lab, seconds)
        run = exported(export(lab, report), report)
        ticked_while_it_rendered(run, report)
        late = run.elapsed - seconds
        run.expect(
            late < INSTANT,
            f"The report was drawn after {seconds:g} s, but {FUNCTION} returned it only at {run.elapsed:g} s;"
            " it should return in the instant in which the text is there.",
            mistake=POLLING if late < BEAT + INSTANT else None,
        )
        ticked_only_on_the_beat(run)


@check("Robust")
def test_an_error_stops_the_wheel_and_comes_through(lab: Lab) -> None:
    """When the drawing fails, its error comes through to the caller, and the wheel stops turning."""
    for seconds in (0, 0.75):
        run = export(lab, Report(lab, seconds, failing=True))
        run.raised("RenderError").asked(["render"], of="report")
        run.left_no("task_left")


@check("Tidy")
def test_nothing_goes_on_afterwards(lab: Lab) -> None:
    """When it is over nothing goes on; cancelled, it ends immediately; only the thread that draws may go on."""
    export(lab, Report(lab, 0.25, failing=True)).asked(["render"], of="report").left_nothing_behind()
    report = Report(lab, 0.35)

    def finished(run: Run) -> None:
        ticked_while_it_rendered(exported(run, report), report)
        run.left_nothing_behind()

    for run in lab.cancel_everywhere(FUNCTION, report, Screen(), whole=finished):
        run.was_cancelled()
        # Nobody can stop a thread from outside. What can be asked is that nobody waits for it.
        run.left_nothing_behind(unstoppable="render")
