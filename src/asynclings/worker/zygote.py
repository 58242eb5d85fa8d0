"""The zygote: imports once what every worker needs, then forks one worker per run.

It is exec'ed once per grading, isolated (`python -I`), with a scrubbed environment and an empty folder to stand in. It
says nothing that decides a verdict: it forks, waits, and kills what a worker leaves.
"""

import errno
import faulthandler
import gc
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from typing import NoReturn

sys.modules["httpx._main"] = None  # type: ignore[assignment]  # httpx's command line: click, rich and pygments, 40 ms

import asyncio  # noqa: E402, F401
import concurrent.futures.process  # noqa: E402
import concurrent.futures.thread  # noqa: E402, F401
import multiprocessing  # noqa: E402
import multiprocessing.connection  # noqa: E402
import multiprocessing.popen_fork  # noqa: E402
import multiprocessing.queues  # noqa: E402
import multiprocessing.synchronize  # noqa: E402

from asynclings.worker import primitives  # noqa: E402
from asynclings.worker.networked import NetworkedLoop  # noqa: E402

primitives.install(NetworkedLoop)

import encodings.idna  # noqa: E402, F401

import anyio._backends._asyncio  # noqa: E402, F401  # imported late otherwise: at a worker's first request

from asynclings.messages import (  # noqa: E402
    FAULT,
    LEFT,
    NO_MEMORY,
    Channel,
    ConversationOver,
    Forked,
    Job,
    Reap,
    Reaped,
    Started,
    decode_from_world,
    decode_to_zygote,
)
from asynclings.sandbox import capabilities, limits, shared_memory, tree  # noqa: E402
from asynclings.sandbox.layers import ALL, Layers  # noqa: E402
from asynclings.sandbox.policy import Guard, closed_to_workers  # noqa: E402
from asynclings.worker import network, networked  # noqa: E402
from asynclings.worker.harness import Harness  # noqa: E402
from asynclings.worker.warmup import warm_up  # noqa: E402
from asynclings.workloads import MEETING_FOLDER  # noqa: E402

DESCRIPTORS = 3  # that come with a job
SEMAPHORES = "asynclings-"  # what the names of all workers' semaphores begin with
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
    gc.collect()
    gc.freeze()
    try:
        serve(control, guard)
    except ConversationOver:
        tree.kill_descendants()


def serve(control: socket.socket, guard: Guard) -> NoReturn:
    """Do what is asked until nobody is there to ask; see `Keeper._ask`."""
    worker: int | None = None
    layers, semaphores = ALL, ""
    while True:
        begun, descriptors, _, _ = socket.recv_fds(control, 1, DESCRIPTORS)
        if not begun:
            raise ConversationOver
        channel = Channel(control, decode_to_zygote)
        (message,) = channel.receive()
        if isinstance(message, Reap):
            channel.send([reap(worker, message.patience, layers, semaphores)])
            worker = None
            continue
        layers = Layers(frozenset(message.without))
        # Drawn anew, so that nobody can guess the names of another's.
        semaphores = f"{SEMAPHORES}{os.urandom(5).hex()}"
        if "processes" in message.policy:
            guard.look_for_private_memory()
        zygote, worker = os.getpid(), os.fork()
        if worker == 0:
            control.detach()  # closed with all that is not the worker's
            work(message, zygote, guard, semaphores, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        channel.send([Forked(worker)])


def reap(worker: int | None, patience: float, layers: Layers, semaphores: str) -> Reaped:
    """Kill the worker and everything that descends from it, and remove its semaphores; say how it had ended before."""
    status, spent = None, 0.0
    end = time.monotonic() + patience
    while worker is not None:
        ended, code, usage = os.wait4(worker, os.WNOHANG)
        if ended:
            status, spent = os.waitstatus_to_exitcode(code), usage.ru_utime + usage.ru_stime
        if ended or time.monotonic() >= end:
            break
        time.sleep(0.001)
    killed = 0
    if "descendants" in layers:
        killed = tree.kill_descendants()
    elif worker is not None and status is None:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    _remove_semaphores(f"sem.{semaphores}-")
    return Reaped(status, spent, killed)


def _remove_semaphores(prefix: str) -> None:
    with suppress(FileNotFoundError):  # there is no such folder, or it has gone meanwhile
        for name in os.listdir(shared_memory.FOLDER):
            if name.startswith(prefix):
                os.unlink(os.path.join(shared_memory.FOLDER, name))


def work(job: Job, zygote: int, guard: Guard, semaphores: str, wire: int, output: int, stacks: int) -> NoReturn:
    """Become a worker. Never returns."""
    status = FAULT
    try:
        channel = Channel(socket.socket(fileno=wire), decode_from_world)
        if "descriptors" not in job.without:
            close_all_but(wire, output, stacks)
        settle_in(job, semaphores, output, stacks)
        channel.send([Started(limits.apply(job, zygote, guard))])
        Harness(job, channel).run()
    except ConversationOver:
        status = LEFT
    except MemoryError:
        status = NO_MEMORY
    except OSError as error:
        if error.errno == errno.EBADF:  # the submission has closed what is ours
            status = LEFT
        traceback.print_exc()
    except BaseException:
        traceback.print_exc()  # a fault of ours: it shows in the captured output
    finally:
        os._exit(status)


def close_all_but(*descriptors: int) -> None:
    """Close every descriptor of the process but the standard ones and these."""
    first = 3
    for descriptor in sorted(descriptors):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def settle_in(job: Job, semaphores: str, output: int, stacks: int) -> None:
    """An own folder, nothing to read, everything printed into a file."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
    os.chdir(job.scratch)
    os.environ.update(TMPDIR=job.scratch, HOME=job.scratch)
    if job.meeting:
        os.environ[MEETING_FOLDER] = job.meeting
    # Named, so that those which a killed process leaves can be told from others and removed.
    multiprocessing.current_process()._config["semprefix"] = f"/{semaphores}"  # type: ignore[attr-defined]
    if job.start_method:
        multiprocessing.set_start_method(job.start_method, force=True)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    # When the processor limit strikes, or it crashes, say where: these handlers run in C, whatever holds the
    # interpreter.
    faulthandler.enable(file=stacks)
    faulthandler.register(signal.SIGXCPU, file=stacks, all_threads=True, chain=True)
    # A child process that is spawned must not import us as its main module.
    sys.modules["__main__"] = type(sys)("__main__")
