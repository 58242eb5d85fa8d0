"""Comparing values that were read, types included."""

from typing import Any

from asynclings.values import Record


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
