"""The right place for each job."""

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.grading.answers import number_of_primes
from asynclings.services import JobError

FUNCTION = "run_jobs"
INSTANT = 1e-6  # seconds: closer than this is the same instant
SMALL = (500, 2_000)  # limits of counts that cost next to nothing
AWAIT_IN_LOOP = 1  # in the catalogue of mistakes
LARGE = (70_000, 90_000)  # limits that cost about a tenth of a second of processor time each

Order = tuple[str, int]  # the kind of a job, and its number


class Office(Service):
    """``seconds``: how long the job of that number takes (else 1); ``failing`` is the number of one that fails."""

    def __init__(self, lab: Lab, seconds: dict[int, float] | None = None, failing: int = -1) -> None:
        self.answers = dict(enumerate(lab.words(100)))
        self.seconds = seconds or {}
        self.failing = failing

    def _answer(self, number: int) -> Story[str]:
        yield self.seconds.get(number, 1)
        if number == self.failing:
            raise JobError(f"job {number}")
        if number not in self.answers:
            raise JobError(f"there is no job {number}")
        return self.answers[number]

    @operation("async")
    def ask(self, number: int) -> Story[str]:
        return self._answer(number)

    @operation("blocking")
    def read(self, number: int) -> Story[str]:
        return self._answer(number)

    @operation("instant")
    def beat(self) -> None: ...


def computing(run: Run, limits: list[int]) -> Run:
    """Its processes were given each of these jobs once, and their results are in the order of the jobs."""
    run.worked_on(f"primes_below({limit})" for limit in limits)
    return run.returned([number_of_primes(limit) for limit in limits])


def waiting(lab: Lab, number: int) -> list[Order]:
    """So many jobs of each kind that waits, mixed."""
    orders = [("async" if n % 2 else "blocking", n) for n in range(2 * number)]
    lab.random.shuffle(orders)
    return orders


def run(lab: Lab, office: Office, orders: list[Order]) -> Run:
    return lab.run("work", office, orders, drives=FUNCTION)


def done(run: Run, office: Office, orders: list[Order]) -> Run:
    run.finished()
    run.asked([f"ask {n}" for kind, n in orders if kind == "async"], of="ask")
    run.asked([f"read {n}" for kind, n in orders if kind == "blocking"], of="read")
    return run.returned([number_of_primes(n) if kind == "cpu" else office.answers[n] for kind, n in orders])


def kept_beating(run: Run, seconds: float) -> None:
    """A beat at every tenth of a second in which it ran."""
    beats = [each.start for each in run.operations if each.name == "beat"]
    wanted = [n / 10 for n in range(1, int(seconds * 10)) if n / 10 < seconds - INSTANT]
    missing = [beat for beat in wanted if not any(abs(beat - found) < INSTANT for found in beats)]
    run.expect(
        not missing,
        f"A heart on the loop, which should beat every 0.1 s, missed {len(missing)} of {len(wanted)} beats: something"
        " else held the loop.",
    )


@check("Correct")
def test_results_come_in_the_order_of_jobs(lab: Lab) -> None:
    """Each job is run once, and the results come back in the order of the jobs, whatever kinds they are."""
    orders = [("blocking", 0), ("async", 1), ("cpu", lab.random.randrange(*SMALL)), ("blocking", 2), ("async", 3)]
    office = Office(lab, {n: 3 - n / 2 for n in range(4)})
    done(run(lab, office, orders), office, orders)
    run(lab, Office(lab), []).returned([])


@check("Concurrent")
def test_nobody_waits_for_another(lab: Lab) -> None:
    """Jobs that wait or block are in flight together, and the loop stays free for everybody else."""
    orders = waiting(lab, 8)
    office = Office(lab)
    found = done(run(lab, office, orders), office, orders)
    found.never_blocked_the_loop()
    found.took(1, naive=16, mistake=AWAIT_IN_LOOP if found.peak("ask") == found.peak("read") == 1 else None)
    found.in_flight("ask", exactly=8, noun="async job").in_flight("read", exactly=8, noun="blocking job")
    kept_beating(found, 1)


@check("Parallel", needs="Concurrent")
def test_what_computes_does_so_elsewhere(lab: Lab) -> None:
    """Jobs that compute do so in two or more other processes at once, each for its own result; the loop goes on."""
    limits = [lab.random.randrange(*LARGE) for _ in range(3)]
    found = lab.run_with_processes("compute", limits, drives=FUNCTION, parties=2)
    computing(found.worked_in_processes(2), limits).burnt_elsewhere(0.8)
    limits = [lab.random.randrange(*SMALL) for _ in range(3)]
    computing(lab.run_with_processes("compute", limits, drives=FUNCTION, parties=2, turns=5).kept_turning(), limits)


@check("Robust")
def test_an_error_comes_out(lab: Lab) -> None:
    """The error of a job comes out, whatever kind it is of, and nothing goes on that could be stopped."""
    for kind in ("async", "blocking"):
        orders = waiting(lab, 3)
        failing = lab.random.choice([n for each, n in orders if each == kind])
        found = run(lab, Office(lab, {failing: 0.25}, failing), orders).raised("JobError")
        found.nothing_in_flight(unstoppable="read").left_no("task_left", "pool_left_open")
    limits = [lab.random.randrange(*SMALL) for _ in range(3)]
    limits.insert(lab.random.randrange(4), -1)
    for start_method in ("fork", "spawn"):
        found = lab.run_with_processes("compute", limits, drives=FUNCTION, start_method=start_method)
        found.raised("ValueError").left_nothing_behind()


@check("Tidy")
def test_nothing_goes_on_afterwards(lab: Lab) -> None:
    """When it is over nothing goes on; cancelled, it ends immediately; only threads that block end by themselves."""
    orders = waiting(lab, 2)
    run(lab, Office(lab), [*orders, ("cpu", lab.random.randrange(*SMALL))]).finished().left_nothing_behind()
    office = Office(lab, {n: 0.15 + n / 10 for n in range(4)})

    def whole(found: Run) -> None:
        done(found, office, orders).took(0.45)

    for found in lab.cancel_everywhere("work", office, orders, drives=FUNCTION, whole=whole):
        found.was_cancelled()
        found.left_nothing_behind(unstoppable="read")
