"""A pool of processes that grade at the same time, each with a session of its own.

Processes and not threads: adopting orphans and killing what a submission leaves is a process's own affair (see
`asynclings.sandbox.tree`), and half of a grading is work in Python.
"""

import multiprocessing
import os
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import FrameType

from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session, Submission
from asynclings.report.model import ExerciseResult
from asynclings.trouble import Trouble

PATIENCE = 5.0  # real seconds in which a process that was asked to end must have done so
_SPAWN = multiprocessing.get_context("spawn")  # a fork of a process that has threads may hang


class GradingPool:
    """Grades in so many processes, by default one a processor. A context manager: what is not done by its end is not.

    Use it where the main module can be imported again: `multiprocessing` does so in each process.
    """

    def __init__(self, processes: int | None = None) -> None:
        self._graders = [_Grader() for _ in range(processes or os.cpu_count() or 1)]
        self._free: SimpleQueue[_Grader] = SimpleQueue()
        for grader in self._graders:
            self._free.put(grader)
        # One thread a process, which waits for its answers.
        self._threads = ThreadPoolExecutor(len(self._graders), thread_name_prefix="grading")

    def __enter__(self) -> "GradingPool":
        return self

    def __exit__(self, *exception: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for grader in self._graders:
            grader.end()
        self._threads.shutdown()

    def grade(self, submission: Submission, *, seed: int | None = None) -> Future[ExerciseResult]:
        """Grade as soon as a process is free. The future raises `GraderFault` and `Trouble` as `Session.grade` does."""
        return self._threads.submit(self._grade, submission, seed)

    def _grade(self, submission: Submission, seed: int | None) -> ExerciseResult:
        grader = self._free.get()
        try:
            return grader.grade(submission, seed)
        finally:
            self._free.put(grader)


class _Grader:
    """One process of the pool; started when there is something to grade, and anew if it was lost."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._ended = False

    def grade(self, submission: Submission, seed: int | None) -> ExerciseResult:
        try:
            connection = self._connection or self._start()
            connection.send((submission, seed))
            answer = connection.recv()
        except (EOFError, OSError):
            raise GraderFault(f"The process that graded {submission.file} {self._lost()}.") from None
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, ExerciseResult)
        return answer

    def end(self) -> None:
        """End the process, also in the middle of a grading."""
        self._ended = True
        if self._process is not None:
            self._process.terminate()
            self._process.join(PATIENCE)
            self._process.kill()

    def _start(self) -> Connection:
        if self._ended:
            raise EOFError
        ours, theirs = _SPAWN.Pipe()
        with theirs:
            self._process = _SPAWN.Process(target=_serve, args=(theirs,), name="asynclings grading", daemon=True)
            self._process.start()
        self._connection = ours
        return ours

    def _lost(self) -> str:
        """What became of the process, which is given up."""
        process, self._connection = self._process, None
        if process is None or self._ended:
            return "was ended"
        process.join(PATIENCE)
        return f"was lost (exit code {process.exitcode})"


def _serve(connection: Connection) -> None:
    """Grade what is asked for until nobody is there to ask, or until SIGTERM; in a process of the pool."""
    # Ctrl-C reaches the whole group, and it is the asker who ends us. Not SIG_IGN: submissions would inherit that.
    signal.signal(signal.SIGINT, _go_on)
    signal.signal(signal.SIGTERM, _leave)
    session: Session | None = None
    with connection, ExitStack() as stack:
        while True:
            try:
                submission, seed = connection.recv()
            except EOFError:
                return
            answer: ExerciseResult | Exception
            try:
                session = session or stack.enter_context(Session())
                answer = session.grade(submission, seed=seed)
            except (GraderFault, Trouble) as error:
                answer = error
            connection.send(answer)


def _go_on(number: int, frame: FrameType | None) -> None:
    pass


def _leave(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, _go_on)  # to the whole group, and then from the asker: once is enough to tidy up
    raise SystemExit(128 + number)
