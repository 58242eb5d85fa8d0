"""The zygote: imports once what every worker needs, then forks one worker per run.

It is exec'ed once per grading, isolated (`python -I`), with a scrubbed environment and an empty folder to stand in. It
says nothing that decides a verdict: it forks, waits, and kills what a worker leaves.
"""

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

sys.modules["httpx._main"] = None  # type: ignore[assignment]  # httpx's command line: click, rich and pygments, 40 ms

import asyncio  # noqa: E402, F401
import concurrent.futures.process  # noqa: E402
import concurrent.futures.thread  # noqa: E402, F401

from asynclings.worker import primitives  # noqa: E402
from asynclings.worker.networked import NetworkedLoop  # noqa: E402

primitives.install(NetworkedLoop)

import encodings.idna  # noqa: E402, F401

import anyio._backends._asyncio  # noqa: E402, F401  # imported late otherwise: at a worker's first request

from asynclings.channel import ConversationOver  # noqa: E402
from asynclings.sandbox import capabilities, limits, requests, shared_memory, tree  # noqa: E402
from asynclings.sandbox.layers import ALL, Layers  # noqa: E402
from asynclings.sandbox.policy import Guard, closed_to_workers  # noqa: E402
from asynclings.sandbox.requests import Forked, Job, Reap, Reaped  # noqa: E402
from asynclings.sandbox.separation import separated  # noqa: E402
from asynclings.worker import network, networked  # noqa: E402
from asynclings.worker.harness import Harness  # noqa: E402
from asynclings.worker.standby import Standby, print_line_by_line  # noqa: E402
from asynclings.worker.warmup import warm_up  # noqa: E402

CORES = 4  # what a submission is told: how large its pools are by default should not depend on the machine


def main(control_descriptor: int, layers: Layers = ALL) -> None:
    """Serve jobs from a control socket until it closes."""
    control = socket.socket(fileno=control_descriptor)
    control.set_inheritable(False)
    network.install()
    networked.install()
    warm_up()
    os.cpu_count = lambda: CORES
    if hasattr(os, "process_cpu_count"):  # 3.13
        os.process_cpu_count = os.cpu_count
    limits.adopt_orphans()
    if "undumpable" in layers:
        limits.hide()
    limits.count_processes()
    guard = Guard()
    if limits.LINUX and "capabilities" in layers:
        capabilities.bound()
        if closed := closed_to_workers():
            sys.exit(
                f"submissions run as root without root's privileges, and {closed} belongs to another user and is "
                "closed to others; grade as that user, or let others read it"
            )
    print_line_by_line()
    harness = Harness()
    gc.collect()
    gc.freeze()
    try:
        serve(control, guard, harness)
    except ConversationOver:
        tree.kill_descendants()


def serve(control: socket.socket, guard: Guard, harness: Harness) -> NoReturn:
    """Do what is asked until nobody is there to ask; see `Keeper._ask`."""
    worker: Standby | None = None
    standby: Standby | None = None
    layers = ALL
    apart = separated(processes=False)
    while True:
        message, descriptors, channel = requests.receive(control)
        if isinstance(message, Reap):
            channel.send([reap(worker, message.patience, layers, standby)])
            worker = None
            continue
        assert isinstance(message, Job)
        layers = Layers(frozenset(message.without))
        if "processes" in message.policy and guard.look_for_private_memory():
            standby = None  # it was forked before that was known; the reaper will end it
        worker, standby = put_to_work(standby, lambda: Standby(guard, harness), message, descriptors), None
        channel.send([Forked(worker.pid)])
        alone = apart and layers == ALL and "processes" not in message.policy
        rehearse = message.rehearse
        del message  # whoever is forked now can see all that we hold, and has no business with this job
        if alone:
            with suppress(OSError):  # there can be no more processes now; the next job may find that better
                standby = Standby(guard, harness, rehearse)


def put_to_work(standby: Standby | None, fork: Callable[[], Standby], job: Job, descriptors: Sequence[int]) -> Standby:
    """Give the job to the worker that stands by, if it does, else to a new one."""
    try:
        for each in (standby, None):
            worker = each or fork()
            with suppress(OSError, ConversationOver):  # something has ended it
                worker.hand_over(job, descriptors)
                return worker
        raise ConversationOver
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def reap(worker: Standby | None, patience: float, layers: Layers, standby: Standby | None) -> Reaped:
    """Kill the worker and everything that descends from it, and remove its semaphores; say how it had ended before."""
    status, spent = None, 0.0
    end = time.monotonic() + patience
    while worker is not None:
        ended, code, usage = os.wait4(worker.pid, os.WNOHANG)
        if ended:
            status, spent = os.waitstatus_to_exitcode(code), usage.ru_utime + usage.ru_stime
        if ended or time.monotonic() >= end:
            break
        if "descendants" in layers:
            tree.kill_below(worker.pid)  # it may end in peace, and begin nothing new meanwhile
        time.sleep(0.001)
    if worker is not None and status is None:
        os.kill(worker.pid, signal.SIGKILL)  # it dies while we look for the others
    if "descendants" in layers:
        if worker is not None:
            tree.kill_group(worker.pid)
        tree.kill_descendants(None if standby is None else standby.pid)
    elif worker is not None and status is None:
        os.waitpid(worker.pid, 0)
    if worker is not None:
        _remove_semaphores(f"sem.{worker.semaphores}-")
    return Reaped(status, spent)


def _remove_semaphores(prefix: str) -> None:
    with suppress(FileNotFoundError):  # there is no such folder, or it has gone meanwhile
        for name in os.listdir(shared_memory.FOLDER):
            if name.startswith(prefix):
                os.unlink(os.path.join(shared_memory.FOLDER, name))
