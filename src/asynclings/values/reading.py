"""Reading what was written down of values. Nothing of it is trusted."""

from pathlib import Path
from typing import Any

from asynclings.values import (
    BITS_LIMIT,
    DEPTH_LIMIT,
    KEY_LIMIT,
    MESSAGE_TEXT_LIMIT,
    NODE_LIMIT,
    Failure,
    Frame,
    Opaque,
    Record,
)


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
                values = [self.read(value, depth + 1) for value in fields[1::2]]
                return Record(name, dict(zip(map(_text, fields[::2]), values, strict=True)))
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
                    tuple(_text(base)[:100] for base in bases[:12]),
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


def _text(wire: Any) -> str:
    if type(wire) is not str:
        raise Unreadable(f"a {type(wire).__name__} stands where a name should be")
    return wire


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
