"""A process of the pool: carries out one errand after another."""

import signal
import sys
import traceback
from contextlib import ExitStack
from multiprocessing.connection import Connection
from types import FrameType

from asynclings.batch.errands import GradeAll, Graded
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
                errand = connection.recv()
            except EOFError:
                return
            answer: ExerciseResult | Graded | Exception
            try:
                if isinstance(errand, GradeAll):
                    answer = errand.carry_out()
                else:
                    session = session or stack.enter_context(Session())
                    answer = session.grade(errand.submission, seed=errand.seed)
            except (GraderFault, Trouble) as error:
                answer = error
            except Exception as error:  # ours: as text, for what it holds may not be fit to travel
                detail = "".join(traceback.format_exception(error))
                answer = GraderFault(f"Grading {errand} failed with {error!r}.\n{detail}")
            connection.send(answer)


def _go_on(number: int, frame: FrameType | None) -> None:
    pass


def _leave(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, _go_on)  # to the whole group, and then from the asker: once is enough to tidy up
    raise SystemExit(128 + number)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
