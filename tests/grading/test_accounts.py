"""The accounts of processes: each that works has one, and those that only serve have none."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import forkserver, resource_tracker

import pytest

from asynclings.grading.accounts import Accounts
from asynclings.sandbox.tree import children_of


@pytest.fixture(scope="module", autouse=True)
def no_servant_stays() -> Iterator[None]:
    """They are multiprocessing's, and would stay to the end of this process, in which other tests count children."""
    yield
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_there_are_as_many_accounts_as_workers(method: str) -> None:
    """However its processes are started: `spawn` and `forkserver` bring others along."""
    context = multiprocessing.get_context(method)
    before = set(children_of(os.getpid()))
    rendezvous = context.Barrier(3)
    workers = [context.Process(target=rendezvous.wait) for _ in range(2)]
    accounts = Accounts()
    for worker in workers:
        worker.start()
    accounts.look(set(children_of(os.getpid())) - before)  # they wait for a third
    rendezvous.wait()
    for worker in workers:
        worker.join()
    assert len(accounts.spent) == 2


def test_whoever_merely_calls_himself_a_servant_has_an_account() -> None:
    """A command line is anybody's to choose; there is one of each kind."""
    command = [sys.executable, "-c", "input()  # multiprocessing.resource_tracker"]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(3)]
    try:
        accounts = Accounts()
        accounts.look([each.pid for each in started])
        assert len(accounts.spent) == 2
    finally:
        for each in started:
            each.communicate(b"\n")
