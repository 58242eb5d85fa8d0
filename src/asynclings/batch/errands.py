"""What a process of the pool can be asked to do and what it answers, as plain data: never pickled."""

import os
from pathlib import Path
from typing import Any

import msgspec

from asynclings.grading import session
from asynclings.grading.failures import GraderFault
from asynclings.grading.submission import Submission
from asynclings.report.model import ExerciseResult, Report, Trust
from asynclings.report.text import encodable
from asynclings.trouble import Trouble


class GradeOne(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Grade a submission, in the session that the process keeps; answered by a `GradedOne`."""

    submission: Submission
    seed: int | None
    seconds: float | None

    def __str__(self) -> str:
        return str(self.submission.file)


class GradeAll(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Grade somebody's submissions in a session of their own; answered by a `Graded`.

    A zygote that has run the work of others has nothing to do with theirs.
    """

    submissions: tuple[Submission, ...]
    seed: int | None
    seconds: float | None
    require: Trust

    def __str__(self) -> str:
        return f"the work in {self.submissions[0].file.parent}" if self.submissions else "nothing"

    def carry_out(self, at_once: int = 1) -> "Graded":
        """Do so, as one of those who grade ``at_once``. Raises `Trouble`."""
        faults: list[GraderFault] = []
        report = session.grade(
            self.submissions,
            seed=self.seed,
            seconds=self.seconds,
            require=self.require,
            on_fault=faults.append,
            at_once=at_once,
        )
        return Graded(report=report, faults=tuple(map(str, faults)))


class GradedOne(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    result: ExerciseResult


class Graded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A report, and the texts of the graders' own faults that it had to do without an exercise for."""

    report: Report
    faults: tuple[str, ...]


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An errand could not be carried out: a `Trouble` of whoever runs the kit, else a `GraderFault`."""

    message: str
    trouble: bool

    @classmethod
    def of(cls, error: GraderFault | Trouble) -> "Failed":
        return cls(message=str(error), trouble=isinstance(error, Trouble))

    def error(self) -> GraderFault | Trouble:
        return Trouble(self.message) if self.trouble else GraderFault(self.message)


Errand = GradeOne | GradeAll
Answer = GradedOne | Graded | Failed


def encode(message: Errand | Answer) -> bytes:
    """A message as bytes. What a text holds of names that are no UTF-8 becomes U+FFFD, as in a report."""
    return msgspec.msgpack.encode(_encodable(msgspec.to_builtins(message, builtin_types=(bytes,), enc_hook=_plain)))


def decode_errand(data: bytes) -> Errand:
    return _ERRAND.decode(data)


def decode_answer(data: bytes) -> Answer:
    return _ANSWER.decode(data)


def _plain(value: object) -> bytes:
    """A path as the bytes that it is on disk: on POSIX its name need not be text."""
    assert isinstance(value, Path)
    return os.fsencode(value)


def _encodable(value: Any) -> Any:
    match value:
        case str():
            return encodable(value)
        case dict():
            return {key: _encodable(item) for key, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
        case _:
            return value


def _path(kind: type, value: Any) -> Path:
    assert issubclass(kind, Path)
    return Path(os.fsdecode(value))


_ERRAND = msgspec.msgpack.Decoder(Errand, dec_hook=_path)
_ANSWER = msgspec.msgpack.Decoder(Answer, dec_hook=_path)
