"""Plain data: how values of a submission travel, and how arguments travel to it.

A value is written down (`writing`) by its *exact* type, so no method of a learner's class is ever asked anything that
decides a verdict. Containers become arrays that begin with a one-letter tag. What cannot be written down is described
by the name of its type. The grader's side reads values back (`reading`) into plain Python data and the few classes
below, and compares them (`comparison`).
"""

from dataclasses import dataclass
from typing import Any

DEPTH_LIMIT = 40
NODE_LIMIT = 100_000
BITS_LIMIT = 14_000  # of an integer: Python writes none of more than 4,300 decimal digits (14,284 bits)
# Members of sets and keys of dicts in one value, texts not counted: their hashes are drawn anew for each process, those
# of numbers are not, and a program could send many that meet in one place of the table.
KEY_LIMIT = 2_000
MESSAGE_TEXT_LIMIT = 2_000  # characters of an exception's message


@dataclass(frozen=True)
class Record:
    """An object with named fields: a dataclass, a named tuple or an attrs class of the submission."""

    type_name: str
    fields: dict[str, Any]

    def __hash__(self) -> int:
        # It may be a key, whatever its fields hold; equal records have equal names of fields.
        return hash((self.type_name, frozenset(self.fields)))

    def __repr__(self) -> str:
        return f"{self.type_name}({', '.join(f'{k}={v!r}' for k, v in self.fields.items())})"


@dataclass(frozen=True)
class Frame:
    """A line of the learner's file that an error passed through."""

    file: str
    line: int
    function: str


@dataclass(frozen=True)
class Failure:
    """An exception of the submission: its type's name, the names of its bases, its message, the learner's frames."""

    type_name: str
    bases: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...]
    parts: tuple["Failure", ...] = ()
    """The exceptions of a group."""

    def is_a(self, name: str) -> bool:
        return name == self.type_name or name in self.bases

    @property
    def members(self) -> "list[Failure]":
        """The exception itself, and, of a group, everything in it."""
        return [self, *(member for part in self.parts for member in part.members)]

    def __repr__(self) -> str:
        return f"{self.type_name}({self.message!r})"


@dataclass(frozen=True)
class Opaque:
    """Something that is not data: all that is known is the name of its type."""

    type_name: str

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


@dataclass(frozen=True)
class ServiceReference:
    """An argument that stands for a service of the world."""

    name: str
