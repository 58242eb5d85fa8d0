"""A worker that stands by: forked ahead of its job, so that nobody waits for the fork.

Where the kernel keeps a submission from every other process (see `asynclings.sandbox.separation`), the next worker is
forked while the present one works. All that is the same for every job is done by then, or in the zygote before.
"""

import errno
import faulthandler
import multiprocessing
import os
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from asynclings.channel import Channel, ConversationOver
from asynclings.messages import FAULT, LEFT, NO_MEMORY, Started, decode_from_world
from asynclings.sandbox import limits, requests
from asynclings.sandbox.policy import Guard
from asynclings.sandbox.requests import Job, decode_request
from asynclings.worker import warmup
from asynclings.worker.harness import Harness
from asynclings.workloads import RENDEZVOUS_FOLDER

SEMAPHORES = "asynclings-"  # what the names of all workers' semaphores begin with


class Standby:
    """The zygote's hold on a worker without a job. Raises `OSError` if there can be no more processes.

    It goes on with the zygote's ``harness``. Told to ``rehearse``, it makes a request ahead of its job.
    """

    def __init__(self, guard: Guard, harness: Harness, rehearse: bool = False) -> None:
        # Drawn anew, so that nobody can guess the names of another's.
        self.semaphores = f"{SEMAPHORES}{os.urandom(5).hex()}"
        self._socket, theirs = socket.socketpair()
        zygote, self.pid = os.getpid(), os.fork()
        if self.pid == 0:
            self._socket.close()
            stand_by(theirs, zygote, guard, harness, self.semaphores, rehearse)
        theirs.close()

    def hand_over(self, job: Job, descriptors: Sequence[int]) -> None:
        """Put it to work. Raises `OSError` or `ConversationOver` if it has ended."""
        with self._socket:
            requests.send(self._socket, Channel(self._socket, decode_request), job, descriptors)
            if not self._socket.recv(1):
                raise ConversationOver


def stand_by(
    control: socket.socket, zygote: int, guard: Guard, harness: Harness, semaphores: str, rehearse: bool
) -> NoReturn:
    """Become a worker, as soon as there is a job. Never returns."""
    status = FAULT
    try:
        if rehearse:
            warmup.rehearse()
        prepare(guard, semaphores)
        job, (wire, output, stacks), _ = requests.receive(control)
        assert isinstance(job, Job)
        control.send(b"+")  # it is taken: had we been killed before, another one would get it
        channel = Channel(socket.socket(fileno=wire), decode_from_world)
        if "descriptors" not in job.without:
            control.detach()  # closed with all that is not the worker's
            close_all_but(wire, output, stacks, *guard.descriptors)
        settle_in(job, output, stacks)
        channel.send([Started(limits.apply(job, zygote, guard))])
        harness.run(job, channel)
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


def print_line_by_line() -> None:
    """In the zygote, for every worker: what is printed is in its file line by line, also when the worker is killed."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def prepare(guard: Guard, semaphores: str) -> None:
    """All that is the same for every job and each worker's own: names of its semaphores, and the kernel's rules."""
    # Named, so that those which a killed process leaves can be told from others and removed.
    multiprocessing.current_process()._config["semprefix"] = f"/{semaphores}"  # type: ignore[attr-defined]
    guard.prepare()


def settle_in(job: Job, output: int, stacks: int) -> None:
    """An own folder, and everything printed into a file."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.chdir(job.scratch)
    os.environ.update(TMPDIR=job.scratch, HOME=job.scratch)
    if job.rendezvous:
        os.environ[RENDEZVOUS_FOLDER] = job.rendezvous
    if job.start_method:
        multiprocessing.set_start_method(job.start_method, force=True)
    # When the processor limit strikes, or it crashes, say where: these handlers run in C, whatever holds the
    # interpreter.
    faulthandler.enable(file=stacks)
    faulthandler.register(signal.SIGXCPU, file=stacks, all_threads=True, chain=True)
