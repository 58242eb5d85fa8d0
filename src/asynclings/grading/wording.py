"""How facts are put into words for a learner."""

from collections.abc import Sequence
from typing import Any

from asynclings.values import Failure
from asynclings.values.comparison import same

VALUE_LENGTH = 160  # characters of a value in a sentence
ITEM_LENGTH = 300  # characters of one item of a list


def seconds(value: float) -> str:
    """``1 s``, ``0.25 s``, ``78 s``: virtual time without needless digits."""
    return f"{round(value, 6):,.6f}".rstrip("0").rstrip(".") + " s"


def shown(value: Any) -> str:
    """A read value, cut to a length that fits a sentence. (Read values are plain data and classes of our own.)"""
    return _cut(repr(value), VALUE_LENGTH)


def count(number: int, noun: str) -> str:
    """``1 request``, ``3 requests``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listing(items: Sequence[str], most: int = 4) -> str:
    """``a, b, c and 7 more``, each of them cut to a length that fits a sentence."""
    named = ", ".join(_cut(item, ITEM_LENGTH) for item in items[:most])
    return named if len(items) <= most else f"{named} and {len(items) - most} more"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def spoken(failure: Failure) -> str:
    """``ValueError: no such page``; of a group what is in it, which its own message does not tell."""
    if failure.parts:
        return f"{failure.type_name} of {listing([spoken(part) for part in failure.parts], most=2)}"
    message = " ".join(failure.message.split())[:VALUE_LENGTH]
    return f"{failure.type_name}: {message}" if message else failure.type_name


def unlike(target: str, expected: Any, got: Any) -> str:
    """The sentence that says what was returned instead of what."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return f"{target} returned a dict {_first_entry(expected, got)}."
    return f"{target} returned {shown(got)}; expected was {shown(expected)}.{first_difference(expected, got)}"


def _first_entry(expected: dict[Any, Any], got: dict[Any, Any]) -> str:
    for key, wanted in expected.items():
        if key not in got:
            return f"without an entry for {shown(key)}; it should be there, with {shown(wanted)}"
        if not same(wanted, got[key]):
            return f"with {shown(got[key])} for {shown(key)}; expected was {shown(wanted)}"
    extra = next((key for key in got if key not in expected), None)
    return f"with an entry for {shown(extra)}, which should not be there"


def first_difference(expected: Any, got: Any) -> str:
    """Where two values part, for long sequences that are nearly equal; empty where there is nothing better to say."""
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for position, (wanted, found) in enumerate(zip(expected, got, strict=True)):
            if wanted != found:
                return f" They first differ at position {position}: {shown(found)} instead of {shown(wanted)}."
    if isinstance(expected, list) and isinstance(got, list):
        return f" {len(got):,} items came where {len(expected):,} were expected."
    return ""
