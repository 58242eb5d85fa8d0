"""Counting primes off the loop."""

from asynclings.grading import Lab, check
from asynclings.grading.answers import number_of_primes

FUNCTION = "count_primes"
SMALL = (500, 3_000)  # limits that cost next to nothing
LARGE = (70_000, 90_000)  # limits that cost about a tenth of a second of processor time each


def draw(lab: Lab, number: int, between: tuple[int, int]) -> list[int]:
    return [lab.random.randrange(*between) for _ in range(number)]


def jobs(limits: list[int]) -> list[str]:
    """What the processes are to do: no others may stand in for them."""
    return [f"primes_below({limit})" for limit in limits]


@check("Correct")
def test_counts_come_back_in_order(lab: Lab) -> None:
    """Each range is counted right, in the order of the limits; no limits give no counts."""
    for limits in (draw(lab, 6, SMALL), [0, 2, 3], []):
        lab.run_with_processes(FUNCTION, limits).returned([number_of_primes(limit) for limit in limits])


@check("Concurrent")
def test_the_work_is_done_by_several_processes_at_once(lab: Lab) -> None:
    """Two or more other processes count at the same time, and burn at least 80 % of the processor time."""
    limits = draw(lab, 4, LARGE)
    run = lab.run_with_processes(FUNCTION, limits, parties=2)
    run.worked_in_processes(2).worked_on(jobs(limits))
    run.returned([number_of_primes(limit) for limit in limits])
    run.burnt_elsewhere(0.8)


@check("Responsive", needs="Concurrent")
def test_the_loop_goes_on_turning(lab: Lab) -> None:
    """While the processes count, the event loop is free for everybody else."""
    limits = draw(lab, 4, SMALL)
    run = lab.run_with_processes(FUNCTION, limits, parties=2, turns=5)
    run.kept_turning().worked_on(jobs(limits))
    run.returned([number_of_primes(limit) for limit in limits])


@check("Robust")
def test_an_error_in_a_process_comes_through(lab: Lab) -> None:
    """A limit that cannot be counted raises its `ValueError` here, however processes are started."""
    for start_method in ("fork", "spawn"):
        limits = draw(lab, 3, SMALL)
        lab.run_with_processes(FUNCTION, limits, start_method=start_method).returned(
            [number_of_primes(limit) for limit in limits]
        )
        limits.insert(lab.random.randrange(4), -lab.random.randrange(1, 100))
        lab.run_with_processes(FUNCTION, limits, start_method=start_method).raised("ValueError")


@check("Tidy")
def test_no_process_is_left(lab: Lab) -> None:
    """When the function is over, with counts or with an error, every process and pool of it is gone."""
    for limits in (draw(lab, 3, SMALL), [100, -1, 100]):
        lab.run_with_processes(FUNCTION, limits).left_nothing_behind()
