"""What a function does with the errors that come to it, read off its compiled code, at the very instructions at which
one has come through.

The instructions are those of https://docs.python.org/3/library/dis.html; the table of exceptions says where it goes on
after an error (Objects/exception_handling_notes.txt in CPython).
"""

import dis
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import CodeType

_NAMES = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FAST", "LOAD_DEREF", "LOAD_ATTR"}
_ENDS = {"RERAISE", "CLEANUP_THROW", "END_ASYNC_FOR"}  # the error leaves the handler, to the next one further out


@dataclass(frozen=True)
class Clause:
    """A plain ``except``: the names in what it asks for (``httpx`` and ``HTTPError``), and its line."""

    names: tuple[str, ...]
    line: int


def clauses_passed(code: CodeType, raised_at: int) -> Iterator[Clause]:
    """The plain ``except`` clauses that an error has met and passed, from where it came up (an offset) outwards."""
    instructions, places = _instructions(code)
    table = dis.Bytecode(code).exception_entries  # type: ignore[attr-defined]
    offset, met = raised_at, set[int]()
    while True:
        handler = next((entry.target for entry in table if entry.start <= offset < entry.end), None)
        if handler is None or handler in met:
            return
        met.add(handler)
        names: list[str] = []
        step = places[handler]
        while (each := instructions[step]).opname not in _ENDS:
            step += 1
            if each.opname in _NAMES:
                names.append(str(each.argval))
            elif each.opname == "CHECK_EXC_MATCH":
                yield Clause(tuple(names), _line(each))
                names, step = [], places[instructions[step].argval]  # it did not match, so the jump behind it was made
        offset = each.offset


@lru_cache(maxsize=100)
def heads(code: CodeType) -> dict[int, str]:
    """The lines with what can keep an error back: ``except`` or ``with``, by number."""
    instructions, places = _instructions(code)
    found: dict[int, str] = {}
    for each, following in pairwise(instructions):
        if each.opname in ("CHECK_EXC_MATCH", "CHECK_EG_MATCH"):
            found[_line(each)] = "except"
        elif each.opname == "PUSH_EXC_INFO" and following.opname == "WITH_EXCEPT_START":
            found[_line(following)] = "with"
        if each.opname == "CHECK_EXC_MATCH":
            following = instructions[places[following.argval]]  # what comes if it does not match
        if each.opname in ("PUSH_EXC_INFO", "CHECK_EXC_MATCH") and following.opname == "POP_TOP":  # a bare `except:`
            found[_line(following)] = "except"
    return found


def _instructions(code: CodeType) -> tuple[list[dis.Instruction], dict[int, int]]:
    """All of them, and where in that list what is at an offset stands; what only lengthens an argument is left out."""
    found: list[dis.Instruction] = []
    places = {}
    for each in dis.get_instructions(code):
        places[each.offset] = len(found)
        if each.opname != "EXTENDED_ARG":
            found.append(each)
    return found, places


def _line(instruction: dis.Instruction) -> int:
    return (instruction.positions and instruction.positions.lineno) or 0
