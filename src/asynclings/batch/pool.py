"""A pool of processes that grade at the same time, each with a session of its own.

Processes and not threads: adopting orphans and killing what a submission leaves is a process's own affair (see
`asynclings.sandbox.tree`), and half of a grading is work in Python.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

from asynclings.batch.errands import (
    Answer,
    Errand,
    Failed,
    GradeAll,
    Graded,
    GradedOne,
    GradeOne,
    decode_answer,
    encode,
)
from asynclings.grading.environment import dependent_on_the_machine
from asynclings.grading.failures import GraderFault
from asynclings.grading.submission import Submission
from asynclings.report.model import ExerciseResult
from asynclings.sandbox.folders import remove

PATIENCE = 5.0  # real seconds in which a process that was asked to end must have done so


class GradingPool:
    """Grades in so many processes, by default one a processor. A context manager, which gives up what is left.

    ``beside`` are the sessions that grade meanwhile and are not the pool's.
    """

    def __init__(self, processes: int | None = None, beside: int = 0) -> None:
        number = processes or os.cpu_count() or 1
        self._graders = [_Grader(at_once=number + beside) for _ in range(number)]
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
        for grader in self._graders:
            grader.close()

    def grade(
        self, submission: Submission, *, seed: int | None = None, seconds: float | None = None
    ) -> Future[ExerciseResult]:
        """Grade as soon as a process is free. The future raises `GraderFault` and `Trouble` as `Session.grade` does."""
        return self._threads.submit(self._grade, GradeOne(submission=submission, seed=seed, seconds=seconds))

    def grade_all(self, errand: GradeAll) -> Future[Graded]:
        """Grade somebody's submissions as soon as a process is free. The future raises `GraderFault` and `Trouble`."""
        return self._threads.submit(self._grade_all, errand)

    def _grade(self, errand: GradeOne) -> ExerciseResult:
        answer = self._send(errand)
        assert isinstance(answer, GradedOne)
        return answer.result

    def _grade_all(self, errand: GradeAll) -> Graded:
        answer = self._send(errand)
        assert isinstance(answer, Graded)
        return answer

    def _send(self, errand: Errand) -> Answer:
        grader = self._free.get()
        try:
            return grader.carry_out(errand)
        finally:
            self._free.put(grader)


class _Grader:
    """One process of the pool (`asynclings.batch.grader`); started when it is needed, and anew if it was lost.

    Not one of multiprocessing's, which would import the main module again, and leave a tracker of its own running.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._folder: Path | None = None
        self._ended = False
        self._starting = Lock()  # nobody ends it between the decision to start a process and its being known

    def carry_out(self, errand: Errand) -> Answer:
        """The answer to an errand (see there). Raises `GraderFault` and `Trouble`."""
        try:
            connection = self._connection or self._start()
            connection.send_bytes(encode(errand))
            answer = decode_answer(connection.recv_bytes())
        except (EOFError, OSError):
            raise GraderFault(f"The process that graded {errand} {self._lost()}.") from None
        if isinstance(answer, Failed):
            raise answer.error()
        return answer

    def end(self) -> None:
        """End the process, also in the middle of a grading, and start none any more."""
        with self._starting:
            self._ended = True
        if self._process is not None:
            self._process.terminate()
            self._wait(self._process)

    def close(self) -> None:
        """Let go of the connection, when nobody uses it any more."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _start(self) -> Connection:
        with self._starting, dependent_on_the_machine():
            if self._ended:
                raise EOFError
            self._folder = Path(tempfile.mkdtemp(prefix="asynclings-grader-"))
            ours, theirs = Pipe()
            command = [sys.executable, "-I", "-m", "asynclings.batch.grader", str(theirs.fileno()), str(self._at_once)]
            environment = {**os.environ, "TMPDIR": str(self._folder)}  # what it leaves, if it is killed, is removed
            with theirs, ExitStack() as undo:
                undo.callback(ours.close)
                undo.callback(remove, self._folder)
                self._process = subprocess.Popen(
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment
                )
                undo.pop_all()
            self._connection = ours
            return ours

    def _lost(self) -> str:
        """What became of the process, which is given up."""
        self.close()
        if self._process is None or self._ended:
            return "was ended"
        self._wait(self._process)
        return f"was lost (exit code {self._process.returncode})"

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait for a process that is about to end; kill it if it does not. Nothing of it stays."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
        process.wait()
        if self._folder is not None:
            remove(self._folder)
