"""The zygote: imports once what every worker needs, then forks one worker per run.

It is exec'ed once per grading, isolated (`python -I`), with a scrubbed environment and an empty folder to stand in. It
says nothing that decides a verdict: it forks, waits, and kills what a worker leaves.
"""

import faulthandler
import gc
import os
import signal
import socket
import sys
import traceback
from typing import Any

sys.modules["httpx._main"] = None  # type: ignore[assignment]  # httpx's command line: click, rich and pygments, 40 ms

import asyncio  # noqa: E402, F401
import concurrent.futures.process  # noqa: E402
import concurrent.futures.thread  # noqa: E402, F401
import multiprocessing  # noqa: E402
import multiprocessing.connection  # noqa: E402, F401
import multiprocessing.popen_fork  # noqa: E402, F401
import multiprocessing.queues  # noqa: E402, F401
import multiprocessing.synchronize  # noqa: E402, F401

from asynclings.worker import primitives  # noqa: E402
from asynclings.worker.loop import BubbleLoop  # noqa: E402

primitives.install(BubbleLoop)

import anyio._backends._asyncio  # noqa: E402, F401  # imported late otherwise: at a worker's first request
import encodings.idna  # noqa: E402, F401

from asynclings.messages import (  # noqa: E402
    Channel,
    ConversationOver,
    Forked,
    Job,
    Reap,
    Reaped,
    Started,
    decode_from_world,
    decode_to_zygote,
    encode,
)
from asynclings.sandbox import limits, tree  # noqa: E402
from asynclings.worker import network  # noqa: E402
from asynclings.worker.harness import Harness  # noqa: E402
from asynclings.worker.warmup import warm_up  # noqa: E402
from asynclings.workloads import MEETING_FOLDER  # noqa: E402

CONTROL_SIZE = 1 << 16
CORES = 4  # what a submission is told: how large its pools are by default should not depend on the machine


def main(control_descriptor: int) -> None:
    """Serve jobs from a control socket until it closes."""
    control = socket.socket(fileno=control_descriptor)
    control.set_inheritable(False)
    network.install()
    warm_up()
    os.cpu_count = lambda: CORES
    if hasattr(os, "process_cpu_count"):  # 3.13
        os.process_cpu_count = os.cpu_count
    limits.adopt_orphans()
    gc.collect()
    gc.freeze()
    worker: int | None = None
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, CONTROL_SIZE, 2)
        if not data:
            tree.kill_descendants()
            return
        (message,) = decode_to_zygote(data)
        if isinstance(message, Reap):
            control.send(encode([reap(worker)]))
            worker = None
            continue
        worker = os.fork()
        if worker == 0:
            control.close()
            work(message, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(encode([Forked(worker)]))


def reap(worker: int | None) -> Reaped:
    """Kill the worker and everything that descends from it; say how it had ended before."""
    status: int | None = None
    if worker is not None:
        ended, code = os.waitpid(worker, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(code)
    return Reaped(status, tree.kill_descendants())


def work(job: Job, wire: int, output: int) -> None:
    """Become a worker. Never returns."""
    status = 70
    try:
        channel = Channel(socket.socket(fileno=wire), decode_from_world)
        settle_in(job, output)
        channel.send([Started(limits.apply(job))])
        Harness(job, channel).run()
    except ConversationOver:
        status = 71
    except BaseException:
        traceback.print_exc()  # a fault of ours: it shows in the captured output
    finally:
        os._exit(status)


def settle_in(job: Job, output: int) -> None:
    """An own session, an own folder, nothing to read, everything printed into a file."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
    os.setsid()
    os.chdir(job.scratch)
    os.environ.update(TMPDIR=job.scratch, HOME=job.scratch)
    if job.meeting:
        os.environ[MEETING_FOLDER] = job.meeting
    if job.start_method:
        multiprocessing.set_start_method(job.start_method, force=True)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    # When the processor limit strikes, say where: this handler runs in C, whatever holds the interpreter.
    faulthandler.register(signal.SIGXCPU, file=open("stacks", "w"), all_threads=True, chain=True)  # noqa: SIM115
    # A child process that is spawned must not import us as its main module.
    sys.modules["__main__"] = type(sys)("__main__")


