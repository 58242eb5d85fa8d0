"""A process of the pool: carries out one errand after another."""

import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from multiprocessing.connection import Connection
from types import FrameType

from asynclings.batch.errands import Answer, Errand, Failed, GradeAll, GradedOne, decode_errand, encode
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.trouble import Trouble


def serve(connection: Connection, at_once: int) -> None:
    """Grade what is asked for, as one of ``at_once``, until nobody is there to ask, or until SIGTERM."""
    # Ctrl-C reaches the whole group, and it is the asker who ends us. Not SIG_IGN: submissions would inherit that.
    signal.signal(signal.SIGINT, _go_on)
    signal.signal(signal.SIGTERM, _leave)
    with connection, ExitStack() as stack:

        @cache
        def kept() -> Session:
            """For single submissions, opened with the first of them."""
            return stack.enter_context(Session(at_once=at_once))

        while True:
            try:
                errand = decode_errand(connection.recv_bytes())
                connection.send_bytes(encode(_answer(errand, kept, at_once)))
            except (EOFError, ConnectionError):
                return


def _answer(errand: Errand, kept: Callable[[], Session], at_once: int) -> Answer:
    try:
        if isinstance(errand, GradeAll):
            return errand.carry_out(at_once)
        result = kept().grade(errand.submission, seed=errand.seed, seconds=errand.seconds)
        return GradedOne(result=result)
    except (GraderFault, Trouble) as error:
        return Failed.of(error)
    except Exception as error:  # ours
        detail = "".join(traceback.format_exception(error))
        return Failed.of(GraderFault(f"Grading {errand} failed with {error!r}.\n{detail}"))


def _go_on(number: int, frame: FrameType | None) -> None:
    pass


def _leave(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, _go_on)  # to the whole group, and then from the asker: once is enough to tidy up
    raise SystemExit(128 + number)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
