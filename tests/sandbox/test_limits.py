"""The limit on processes, which all runs of a user share."""

import resource
from typing import Any

import pytest

from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.sandbox import limits
from asynclings.sandbox.keeper import Keeper
from asynclings.sandbox.layers import ALL
from asynclings.sandbox.requests import Job
from asynclings.track import load


@pytest.mark.skipif(not limits.LINUX, reason="there is no such limit")
@pytest.mark.parametrize("at_once", [1, 3])
def test_of_runs_at_the_same_time_each_has_as_much_room_as_one_alone(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Job] = []
    fork, limited = Keeper.fork, dict[int, int]()

    def noting(self: Keeper, job: Job, descriptors: Any) -> int:
        jobs.append(job)
        return fork(self, job, descriptors)

    monkeypatch.setattr(Keeper, "fork", noting)
    (bakery,) = load().find(["bakery"])
    with Session(seed=1, at_once=at_once) as session:
        session.grade(Submission(bakery, bakery.solution, "bakery.py"))
    monkeypatch.setattr(limits, "_processes_before", 100)  # of an ordinary user
    monkeypatch.setattr(resource, "setrlimit", lambda what, pair: limited.update({what: pair[1]}))
    limits._resource_limits(jobs[0], ALL)
    assert limited[resource.RLIMIT_NPROC] == 100 + at_once * limits.PROCESSES
