"""A process of the pool: grades what it is asked to, one submission after another, in one session."""

import signal
import sys
from contextlib import ExitStack
from multiprocessing.connection import Connection
from types import FrameType

from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.report.model import ExerciseResult
from asynclings.trouble import Trouble


def serve(connection: Connection) -> None:
    """Grade what is asked for until nobody is there to ask, or until SIGTERM."""
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


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
