"""Writing values down. Nothing of a learner's class is asked for, called or compared."""

import math
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from pathlib import PosixPath, WindowsPath
from typing import Any

from asynclings.values import BITS_LIMIT, DEPTH_LIMIT, KEY_LIMIT, MESSAGE_TEXT_LIMIT, NODE_LIMIT, ServiceReference

TEXT_LIMIT = 400_000  # characters or bytes
FRAME_COUNT_LIMIT = 6

_MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_type_name = type.__dict__["__name__"].__get__
_type_dict = type.__dict__["__dict__"].__get__
_type_mro = type.__dict__["__mro__"].__get__


class Unwritable(ValueError):
    """A value is too large or too deep to travel."""


@dataclass
class Writer:
    """Writes one value. ``learner_files`` says which frames of a traceback are the learner's."""

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
    for base in (SyntaxError, OSError, KeyError, UnicodeEncodeError, UnicodeDecodeError, BaseExceptionGroup):
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
