"""The copy shop."""

from collections import Counter

from asynclings.grading import Lab, Run, Service, Story, check, operation

CLASS = "Background"
MANY = 20  # jobs, of which hardly any result may still be held when they are done
PAUSE = 10  # seconds in which nobody drains

# Numbers of the mistake catalogue.
LOSES_THE_OTHERS, ERRORS_SWALLOWED = 23, 26
NEVER_RETRIEVED, NOBODY_HOLDS, TASKS_LEFT = 38, 39, 40
SECOND_LOOP, FROM_ANOTHER_THREAD, LATE_BINDING, ANOTHER_ORDER = 43, 59, 85, 102


class Shop(Service):
    """Knows how long each job takes, and which one fails. Hears of every start and every notice."""

    def __init__(self, seconds: dict[str, float], *, failing: str = "") -> None:
        self.seconds = dict(seconds)
        self.failing = failing

    @operation("async")
    def work(self, name: str) -> Story[str]:
        yield self.seconds.get(name, 1)
        if name == self.failing:
            raise OSError(f"no paper for {name}")
        return f"{name}, done"

    @operation("instant")
    def started(self, name: str) -> None: ...

    @operation("instant")
    def notice(self, name: str, value: str | None, error: str | None) -> None: ...

    @operation("instant")
    def wrong_thread(self, name: str) -> None: ...

    @operation("instant")
    def wrong_loop(self, name: str) -> None: ...

    @operation("instant")
    def held(self, number: int, made: int) -> None: ...

    @operation("instant")
    def drained(self) -> None: ...

    def due(self, name: str) -> tuple[str | None, str | None]:
        """What the notice of a job should say: a value, or an error."""
        return (None, f"OSError: no paper for {name}") if name == self.failing else (f"{name}, done", None)


def some_jobs(lab: Lab, *seconds: float) -> dict[str, float]:
    jobs = list(zip(lab.words(len(seconds)), seconds, strict=True))
    lab.random.shuffle(jobs)
    return dict(jobs)


def moments(run: Run, event: str) -> dict[str, float]:
    """When this happened, for each name."""
    return {o.arguments[0]: o.start for o in run.operations if o.name == event}


def everybody_was_told(run: Run, shop: Shop, *names: str) -> None:
    """Each of these got exactly one notice, and it says the right thing."""
    notices = [operation.arguments for operation in run.operations if operation.name == "notice"]
    often = Counter(name for name, _, _ in notices)
    for name in names:
        run.expect(
            often[name] == 1,
            f"{len(notices)} notices came for {len(names)} jobs. on_done of {name} was called {often[name]} times; "
            "it should be called once.",
            mistake=mistake_of_notices(run, often, len(names)),
            where=run.seen_at("never_retrieved"),
        )
    for name, *said in notices:
        value, error = shop.due(name) if name in shop.seconds else (said[0], None)
        run.expect(
            said == [value, error],
            f"The notice of {name} said value={said[0]!r}, error={said[1]!r}; it should say value={value!r}, "
            f"error={error!r}.",
            mistake=ERRORS_SWALLOWED if error is not None and said[1] is None else None,
        )


def mistake_of_notices(run: Run, often: Counter[str], jobs: int) -> int | None:
    if run.observations("task_lost"):
        return NOBODY_HOLDS
    if run.observations("never_retrieved"):
        return NEVER_RETRIEVED
    if len(often) == 1 < jobs == often.total():
        return LATE_BINDING
    return None


@check("Correct")
def test_each_job_gives_notice_once(lab: Lab) -> None:
    """Each job gives notice exactly once, with its value or with its error, before `drain` returns."""
    jobs = some_jobs(lab, 2, 1, 3)
    for failing in ("", lab.random.choice(list(jobs))):
        shop = Shop(jobs, failing=failing)
        run = lab.run("open_shop_and_stay", shop, list(jobs), drives=CLASS).finished()
        everybody_was_told(run, shop, *jobs)
        drained = next(each.order for each in run.operations if each.name == "drained")
        for notice in (each for each in run.operations if each.name == "notice"):
            run.expect(
                notice.order < drained,
                f"drain returned, and on_done of {notice.arguments[0]} was called a moment later; drain should return "
                "when everybody has been told. Call on_done where the job ends, and let drain wait for that.",
                mistake=ANOTHER_ORDER,
            )
        run.asked([f"work {name}" for name in jobs], of="work")


@check("Concurrent")
def test_jobs_run_in_the_background(lab: Lab) -> None:
    """All jobs run from the moment they are started, and each gives notice when it is done, though nobody drains."""
    jobs = some_jobs(lab, 2, 1, 3, 2.5)
    shop = Shop(jobs)
    run = lab.run("open_shop", shop, list(jobs), PAUSE, drives=CLASS).finished().never_blocked_the_loop()
    run.expect("wrong_loop" not in {o.name for o in run.operations}, OTHER_LOOP, mistake=SECOND_LOOP)
    run.expect("wrong_thread" not in {o.name for o in run.operations}, OTHER_THREAD, mistake=FROM_ANOTHER_THREAD)
    everybody_was_told(run, shop, *jobs)
    run.asked([f"work {name}" for name in jobs], of="work")
    started, begun, told = moments(run, "started"), moments(run, "work"), moments(run, "notice")
    for name, seconds in jobs.items():
        run.expect(
            started[name] == 0, f"start returned {started[name]:g} s after it was called; it should return immediately."
        )
        run.expect(
            begun[name] == 0,
            f"The job {name} was started at 0 s and began at {begun[name]:g} s, when "
            f"{'somebody drained' if begun[name] == PAUSE else 'others were done'}. It should begin immediately, "
            "in a task of its own that start makes.",
        )
        run.expect(
            told[name] == seconds,
            f"The job {name} was done at {seconds:g} s and gave notice at {told[name]:g} s; it should immediately.",
        )
    run.took(PAUSE)


OTHER_LOOP = "A job ran in an event loop of its own. All jobs should run in the loop in which start was called."
OTHER_THREAD = "A callback was called in another thread. It belongs to the event loop's own thread."


@check("Bounded")
def test_drain_waits_for_everybody_and_no_longer(lab: Lab) -> None:
    """`drain` waits for all jobs, also for those that are started meanwhile, and not a moment longer."""
    seconds = [lab.random.randrange(20, 40) / 16 for _ in range(4)]
    jobs = dict(zip(lab.words(5), [*seconds, 0.25], strict=True))
    *names, within = jobs
    shop = Shop(jobs)
    run = lab.run("one_leads_to_another", shop, names, within, drives=CLASS).finished()
    drained = [operation.order for operation in run.operations if operation.name == "drained"]
    late = [o for o in run.operations if o.name == "notice" and o.arguments[0] != names[-1] and o.order > drained[1]]
    missing = [name for name in names if name not in moments(run, "notice")]
    for name in [*missing, *(notice.arguments[0] for notice in late)]:
        run.expect(
            False,
            f"drain returned before {name} was done, which had been started while it waited. It should wait for such "
            "jobs too.",
            mistake=TASKS_LEFT,
        )
    everybody_was_told(run, shop, *jobs, "the apprentice")
    run.never_polled()
    run.took(max(sum(seconds[:3]), 0.75) + seconds[3])


@check("Robust")
def test_nobody_is_lost(lab: Lab) -> None:
    """Jobs survive the garbage collector, and a callback that fails loses nobody else's notice."""
    names = lab.words(4)
    shop = Shop(dict.fromkeys(names, 0.0))
    run = lab.run("garbage_is_collected", shop, names, drives=CLASS).finished()
    everybody_was_told(run, shop, *names)

    jobs = some_jobs(lab, 1, 2, 3, 4)
    for failing in (min(jobs, key=lambda name: jobs[name]), max(jobs, key=lambda name: jobs[name])):
        shop = Shop(jobs)
        run = lab.run("a_callback_fails", shop, list(jobs), failing, drives=CLASS).finished()
        drained = next(operation.start for operation in run.operations if operation.name == "drained")
        run.expect(
            drained == 4,
            f"The callback of {failing} failed at {jobs[failing]:g} s, and drain ended at {drained:g} s; "
            "it should wait for all other jobs, which takes until 4 s.",
            mistake=LOSES_THE_OTHERS if drained < 4 else None,
        )
        everybody_was_told(run, shop, *jobs)


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """Whoever cancels `drain` leaves no job behind, and a job that is done is forgotten."""
    jobs = some_jobs(lab, 1, 2, 3)
    shop = Shop(jobs)

    def finished(run: Run) -> None:
        everybody_was_told(run.finished(), shop, *jobs)
        run.took(3).left_nothing_behind()

    for run in lab.cancel_everywhere("open_shop", shop, list(jobs), 0, drives=CLASS, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
    run = lab.run("what_is_held", Shop({}), MANY, drives=CLASS).finished()
    held, made = next(operation.arguments for operation in run.operations if operation.name == "held")
    run.expect(
        held <= MANY // 10,
        f"{made} jobs were done, everybody had been told, and {held} of their results were still held. A job that is "
        "done should be forgotten, or the program grows for as long as it runs.",
    )
