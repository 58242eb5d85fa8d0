"""One big sum."""

import math
import re

from asynclings.grading import Lab, Run, check

FUNCTION = "estimate_pi"
CLOSE = 1e-9
FEW = (2_000, 6_000)  # terms that cost next to nothing
SHARE = (1_900_000, 2_100_000)  # terms of each worker that cost some 0.25 s of processor time, many ticks of its ledger


def pi_of(terms: int) -> float:
    """The sum of the series' first terms."""
    if terms < 10_000:
        return math.fsum(4 * (-1) ** k / (2 * k + 1) for k in range(terms))
    # What is still missing to pi, from Euler's numbers; the terms left out are smaller than 1e-20 here.
    # Borwein, Borwein, Dilcher: Pi, Euler numbers and asymptotic expansions. Amer. Math. Monthly 96 (1989).
    return math.pi - (-1) ** terms * (1 / terms - 1 / (4 * terms**3))


def estimate(lab: Lab, terms: int, workers: int, *, parties: int = 0, start_method: str = "fork") -> Run:
    return lab.run_with_processes(
        FUNCTION, terms, keywords={"workers": workers}, manner="sync", parties=parties, start_method=start_method
    )


def summed(run: Run, terms: int) -> Run:
    value = run.finished().value
    expected = pi_of(terms)
    if type(value) is float and abs(value - expected) <= CLOSE:
        return run
    return run.returned(expected)


def terms_of(job: str) -> int:
    """How many terms `leibniz` was to add up, as it says itself; none if somebody else says anything."""
    found = re.fullmatch(r"leibniz\((\d{1,18}), (\d{1,18})\)", job)
    return max(0, int(found[2]) - int(found[1])) if found else 0


@check("Correct")
def test_every_term_is_added_once(lab: Lab) -> None:
    """The first terms of the series are added up, each once, with any number of workers."""
    for workers in (1, 2, 3):
        terms = lab.random.randrange(*FEW) * workers + workers // 2  # two and three do not divide it
        summed(estimate(lab, terms, workers), terms)


@check("Concurrent")
def test_two_processes_at_once(lab: Lab) -> None:
    """Two workers add up at the same time, and burn at least 80 % of the processor time."""
    terms = lab.random.randrange(*SHARE) + 1
    run = estimate(lab, terms, 2, parties=2)
    run.worked_in_processes(2)
    summed(run, terms).burnt_elsewhere(0.8)


@check("Balanced", needs="Concurrent")
def test_the_work_is_shared_evenly(lab: Lab) -> None:
    """As many processes as there are workers share the work evenly, whether as equal parts or many small ones."""
    terms = 3 * lab.random.randrange(*SHARE) + 1
    run = estimate(lab, terms, 3, parties=3)
    run.worked_in_processes(3)
    summed(run, terms).shared_evenly(3, terms_of)


@check("Robust")
def test_odd_numbers_of_workers(lab: Lab) -> None:
    """One worker, fewer terms than workers and `spawn` are no problem; no terms or no workers are a `ValueError`."""
    for terms, workers in ((1, 1), (lab.random.randrange(*FEW), 1), (2, 5), (1, 3)):
        summed(estimate(lab, terms, workers), terms)
    terms = lab.random.randrange(*FEW)
    summed(estimate(lab, terms, 3, start_method="spawn"), terms)
    for terms, workers in ((100, 0), (100, -lab.random.randrange(1, 9)), (0, 2), (-lab.random.randrange(1, 99), 2)):
        estimate(lab, terms, workers).raised("ValueError")


@check("Tidy")
def test_no_process_is_left(lab: Lab) -> None:
    """When it is over, every process and pool of it is gone."""
    for terms, workers in ((lab.random.randrange(*FEW), 3), (100, 0)):
        estimate(lab, terms, workers).left_nothing_behind()
