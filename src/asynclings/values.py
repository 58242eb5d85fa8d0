"""Plain data: how values of a submission travel, and how arguments travel to it.

A value is written down by its *exact* type, so no method of a learner's class is ever asked anything that decides
a verdict. Containers become arrays that begin with a one-letter tag. What cannot be written down is described by the
name of its type. The grader's side reads values back into plain Python data and the few classes below.
"""

import math
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path, PosixPath, WindowsPath
from typing import Any

DEPTH_LIMIT = 40
NODE_LIMIT = 100_000
BITS_LIMIT = 14_000  # of an integer: Python writes none of more than 4,300 decimal digits (14,284 bits)
# Members of sets and keys of dicts in one value, texts not counted: their hashes are drawn anew for each process, those
# of numbers are not, and a program could send many that meet in one place of the table.
KEY_LIMIT = 2_000
TEXT_LIMIT = 400_000
MESSAGE_TEXT_LIMIT = 2_000
FRAME_COUNT_LIMIT = 6

_MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_type_name = type.__dict__["__name__"].__get__
_type_dict = type.__dict__["__dict__"].__get__
_type_mro = type.__dict__["__mro__"].__get__


class Unwritable(ValueError):
    """A value is too large or too deep to travel."""


# ---------------------------------------------------------------- what the reading side gets


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


# ---------------------------------------------------------------- writing


@dataclass
class Writer:
    """Writes one value. ``learner_file`` says which frames of a traceback are the learner's."""

    learner_files: frozenset[str] = frozenset()
    _nodes: int = field(default=0, init=False)
    _keys: int = field(default=0, init=False)

    def write(self, value: Any, depth: int = 0) -> Any:
        """The wire form of ``value``; raises `Unwritable` if it is too large or nested too deeply."""
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            raise Unwritable(f"the value has more than {NODE_LIMIT:,} parts")
        if depth > DEPTH_LIMIT:
            raise Unwritable(f"the value is nested more than {DEPTH_LIMIT} deep")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else self._big(value)
        if kind is float:
            return value if math.isfinite(value) else ["f", repr(value)]
        if kind is str or kind is bytes:
            return self._text(value)
        if kind is list:
            return ["l", *(self.write(item, depth + 1) for item in value)]
        if kind is tuple:
            return ["t", *(self.write(item, depth + 1) for item in value)]
        if any(kind is known for known in (set, frozenset, *_MAPPINGS)):
            self._check_keys(value)
        if kind is set or kind is frozenset:
            return ["s", *(self.write(item, depth + 1) for item in value)]
        if kind is deque:
            return ["l", *(self.write(item, depth + 1) for item in deque.__iter__(value))]
        if any(kind is mapping for mapping in _MAPPINGS):  # `in` would ask the submission's metaclass
            return ["d", *(self.write(part, depth + 1) for pair in dict.items(value) for part in pair)]
        if kind is PosixPath or kind is WindowsPath:
            return ["p", self._text(str(value))]
        if kind is ServiceReference:
            return ["v", value.name]
        if issubclass(kind, BaseException):
            return self.write_error(value, depth)
        names = _field_names(kind)
        if names is not None:
            return ["r", name_of(kind), *self._fields(value, names, depth)]
        return ["o", name_of(kind)]

    def write_error(self, error: BaseException, depth: int = 0) -> Any:
        """The wire form of an exception, without asking any of its own methods."""
        kind = type(error)
        parts: tuple[Any, ...] = ()
        if issubclass(kind, BaseExceptionGroup) and depth < DEPTH_LIMIT:
            parts = _own(BaseExceptionGroup, "exceptions", error)[:20]
        bases = [name_of(base) for base in _type_mro(kind)[1:12]]
        frames = [part for place in self._frames(error) for part in place]
        return [
            "e",
            name_of(kind),
            bases,
            _message_of(error),
            frames,
            [self.write_error(part, depth + 1) for part in parts],
        ]

    def _fields(self, value: object, names: list[str], depth: int) -> list[Any]:
        parts: list[Any] = []
        for name in names:
            try:
                item = object.__getattribute__(value, name)
            except Exception:  # not there, or a property of the submission that fails
                continue
            parts += [self._text(name), self.write(item, depth + 1)]
        return parts

    def _text(self, value: str | bytes) -> Any:
        if len(value) > TEXT_LIMIT:
            raise Unwritable(f"a text of {len(value):,} characters is longer than the {TEXT_LIMIT:,} that may travel")
        if type(value) is str:
            # Lone surrogates have no UTF-8 form; they would make the whole frame unreadable.
            return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return value

    def _check_keys(self, value: Any) -> None:
        self._keys += sum(type(key) not in (str, bytes) for key in value)
        if self._keys > KEY_LIMIT:
            raise Unwritable(f"the value has more than {KEY_LIMIT:,} keys that are no texts")

    def _big(self, value: int) -> Any:
        if value.bit_length() > BITS_LIMIT:
            raise Unwritable(f"an integer of {value.bit_length():,} bits is larger than may travel")
        return ["i", hex(value)]

    def _frames(self, error: BaseException) -> list[tuple[str, int, str]]:
        places = []
        traceback = _own(BaseException, "__traceback__", error)
        if issubclass(type(error), SyntaxError):
            line, file = _own(SyntaxError, "lineno", error), _own(SyntaxError, "filename", error)
            if type(file) is str and type(line) is int and file in self.learner_files:
                places.append((_file_name(file), line, "<module>"))
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename in self.learner_files:
                places.append((_file_name(code.co_filename), traceback.tb_lineno or 0, str.__str__(code.co_name)[:200]))
            traceback = traceback.tb_next
        return places[-FRAME_COUNT_LIMIT:]


def name_of(kind: type) -> str:
    """The name of a type, whatever its metaclass claims."""
    return str(_type_name(kind))[:100].encode("utf-8", "replace").decode()


def _own(base: type, name: str, value: object) -> Any:
    """An attribute as the built-in base class has it, whatever a subclass has put in its place."""
    return _type_dict(base)[name].__get__(value)


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _message_of(error: BaseException) -> str:
    """What `BaseException.__str__` says: the exception's own `__str__` is learner's code, and is not asked."""
    kind = type(error)
    spoken: Any = BaseException.__str__
    for base in (SyntaxError, OSError, KeyError, UnicodeDecodeError, BaseExceptionGroup):
        if issubclass(kind, base):
            spoken = base.__str__
    try:
        text = str.__str__(spoken(error))
    except Exception:
        return "(its message could not be read)"
    return text[:MESSAGE_TEXT_LIMIT].encode("utf-8", "replace").decode()


def _field_names(kind: type) -> list[str] | None:
    """The field names of a dataclass, a named tuple or an attrs class; None for any other class."""
    for base in _type_mro(kind):
        namespace = _type_dict(base)
        if "__dataclass_fields__" in namespace and type(namespace["__dataclass_fields__"]) is dict:
            return [name for name in namespace["__dataclass_fields__"] if type(name) is str]
        names = namespace.get("_fields")
        if type(names) is tuple and issubclass(kind, tuple):
            return [name for name in names if type(name) is str]
        if "__attrs_attrs__" in namespace:
            return [str(attribute.name) for attribute in namespace["__attrs_attrs__"]]
    return None


# ---------------------------------------------------------------- reading


class Unreadable(ValueError):
    """A wire form that no writer makes."""


def read(wire: Any, services: dict[str, Any] | None = None) -> Any:
    """The value that a wire form stands for; ``services`` are what service references become on a worker's side.

    Raises `Unreadable`.
    """
    return _Reader(services or {}).read(wire, 0)


class _Reader:
    def __init__(self, services: dict[str, Any]) -> None:
        self._services = services
        self._nodes = 0
        self._keys = 0

    def read(self, wire: Any, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > NODE_LIMIT * 2 or depth > DEPTH_LIMIT + 2:
            raise Unreadable("the value is too large")
        if type(wire) is not list:
            if wire is None or type(wire) in (bool, int, float, str, bytes):
                return wire
            raise Unreadable(f"a {type(wire).__name__} is not a wire form")
        tag, parts = (wire[0], wire[1:]) if wire else (None, [])
        match tag, parts:
            case "l", _:
                return [self.read(part, depth + 1) for part in parts]
            case "t", _:
                return tuple(self.read(part, depth + 1) for part in parts)
            case "s", _:
                members = [_key(self.read(part, depth + 1)) for part in parts]
                return self._collected(set, members, members)
            case "d", _ if len(parts) % 2 == 0:
                items = [self.read(part, depth + 1) for part in parts]
                keys = [_key(item) for item in items[::2]]
                return self._collected(dict, list(zip(keys, items[1::2], strict=True)), keys)
            case "r", [str(name), *fields] if len(fields) % 2 == 0:
                return Record(
                    name, {str(k): self.read(v, depth + 1) for k, v in zip(fields[::2], fields[1::2], strict=True)}
                )
            case "f", [("nan" | "inf" | "-inf") as text]:
                return float(text)
            case "i", [str(digits)] if len(digits) < 6_000:
                return _integer(digits)
            case "p", [str(text)]:
                return Path(text)
            case "o", [str(name)]:
                return Opaque(name)
            case "e", [str(name), list(bases), str(message), list(places), list(members)] if len(places) % 3 == 0:
                return Failure(
                    name[:100],
                    tuple(str(base)[:100] for base in bases[:12]),
                    message[:MESSAGE_TEXT_LIMIT],
                    tuple(map(_frame, places[::3], places[1::3], places[2::3])),
                    tuple(self._failure(member, depth + 1) for member in members[:20]),
                )
            case "v", [str(name)] if name in self._services:
                return self._services[name]
        raise Unreadable(f"no value is written as {tag!r} with {len(parts)} parts")

    def _collected(self, kind: Any, items: list[Any], keys: list[Any]) -> Any:
        """A set or a dict of what, on the reading side, may turn out to be too much or unhashable."""
        self._keys += sum(type(key) not in (str, bytes) for key in keys)
        if self._keys > KEY_LIMIT:
            raise Unreadable(f"the value has more than {KEY_LIMIT:,} keys that are no texts")
        try:
            return kind(items)
        except TypeError:
            raise Unreadable("a set or a dict holds something that cannot be looked up") from None

    def _failure(self, wire: Any, depth: int) -> Failure:
        value = self.read(wire, depth)
        if not isinstance(value, Failure):
            raise Unreadable("a group holds something that is not an error")
        return value


def _key(value: Any) -> Any:
    """What can be looked up: sets inside, which were frozen ones where they came from, are so again."""
    if isinstance(value, set):
        return frozenset(value)
    return tuple(map(_key, value)) if isinstance(value, tuple) else value


def _integer(digits: str) -> int:
    try:
        value = int(digits, 16)
    except ValueError:
        raise Unreadable(f"{digits[:40]!r} is not an integer") from None
    if value.bit_length() > BITS_LIMIT:
        raise Unreadable(f"an integer of {value.bit_length():,} bits is larger than may travel")
    return value


def _frame(file: Any, line: Any, function: Any) -> Frame:
    if type(file) is not str or type(line) is not int or type(function) is not str:
        raise Unreadable("a frame is a file, a line and a function")
    return Frame(file[:200], line, function[:200])


def same(expected: Any, got: Any) -> bool:
    """Whether two read values are equal, types included (True is not 1, a tuple is not a list)."""
    if type(expected) is not type(got):
        return False
    if isinstance(expected, list | tuple):
        return len(expected) == len(got) and all(map(same, expected, got))
    if isinstance(expected, dict):
        wanted = {_exact(key): value for key, value in expected.items()}
        found = {_exact(key): value for key, value in got.items()}
        return wanted.keys() == found.keys() and all(same(value, found[key]) for key, value in wanted.items())
    if isinstance(expected, set | frozenset):
        return set(map(_exact, expected)) == set(map(_exact, got))
    if isinstance(expected, Record):
        return same(expected.fields, got.fields)
    return bool(expected == got)


def _exact(key: Any) -> Any:
    """A stand-in for a key that is equal only to that of a key of the same type."""
    if isinstance(key, tuple):
        return tuple, tuple(map(_exact, key))
    if isinstance(key, frozenset):
        return frozenset, frozenset(map(_exact, key))
    return type(key), key
