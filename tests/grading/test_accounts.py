"""The accounts of processes: each that works has one, and those that only serve have none."""

import multiprocessing
import os

import pytest

from asynclings.grading.accounts import Accounts
from asynclings.sandbox.tree import children_of


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_there_are_as_many_accounts_as_workers(method: str) -> None:
    """However its processes are started: `spawn` and `forkserver` bring others along."""
    context = multiprocessing.get_context(method)
    before = set(children_of(os.getpid()))
    meeting = context.Barrier(3)
    workers = [context.Process(target=meeting.wait) for _ in range(2)]
    accounts = Accounts()
    for worker in workers:
        worker.start()
    accounts.look(set(children_of(os.getpid())) - before)  # they wait for a third
    meeting.wait()
    for worker in workers:
        worker.join()
    assert len(accounts.spent) == 2
