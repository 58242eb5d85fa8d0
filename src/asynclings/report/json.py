"""The report as JSON (``asynclings/report/v1``): complete, for programs; and the way back."""

import inspect
import json
import math
import re
from pathlib import Path
from typing import Any, Final

import msgspec

from asynclings.report.model import SCHEMA, Report
from asynclings.report.text import INVISIBLE_ABOVE_ASCII, encodable
from asynclings.trouble import Trouble

SCHEMA_FILE: Final = Path(__file__).with_name("report-v1.schema.json")
"""The JSON Schema of what ``render`` writes: ``schema()``, written down."""

_ACTIVE = re.compile(rf"##\[|[{INVISIBLE_ABOVE_ASCII}\u2028\u2029]")


class NotAReport(Trouble, ValueError):
    """A text is not a report of this schema."""


def render(report: Report) -> str:
    """The report as indented JSON. Raises ValueError if a number in it is not finite, which is the kit's own fault."""
    return encoded(report, "report")


def encoded(data: msgspec.Struct, name: str) -> str:
    """Data with a learner's text in it as indented JSON. ``name`` is what errors call it; see ``render``."""
    text = msgspec.json.encode(_checked(msgspec.to_builtins(data), name))
    # A report in a log is read by terminals and by the Actions runner: what acts on them is written as \uXXXX, which
    # is the same string to whoever decodes it.
    return _ACTIVE.sub(_escaped, msgspec.json.format(text, indent=2).decode()) + "\n"


def load(text: str | bytes) -> Report:
    """The report that ``render`` wrote, with every type checked. Raises NotAReport."""
    try:
        return msgspec.json.decode(text, type=Report)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:  # the last from within what is skipped
        raise NotAReport(
            f"This is not a report of the schema {SCHEMA}: {error}. "
            "Write one with `asynclings grade DIR --report json=PATH`."
        ) from error


def schema() -> dict[str, Any]:
    """The JSON Schema that the structs of the model amount to."""
    meta = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(meta | msgspec.json.schema(Report)))
    settled: dict[str, Any] = _settled(written)
    return settled


def _settled(schema: Any) -> Any:
    """The same without what differs between versions of msgspec: a docstring's indentation, and the order of types."""
    match schema:
        case {"description": str(text), **rest}:
            return {"description": inspect.cleandoc(text), **_settled(rest)}
        case {"anyOf": list(types), **rest}:
            return {"anyOf": sorted(map(_settled, types), key=str), **_settled(rest)}
        case dict():
            return {key: _settled(value) for key, value in schema.items()}
        case list():
            return [_settled(value) for value in schema]
        case _:
            return schema


def _checked(value: Any, where: str) -> Any:
    """Plain data without what JSON cannot hold. Lone surrogates become U+FFFD; NaN and infinities raise ValueError."""
    match value:
        case str():
            return encodable(value)
        case float() if not math.isfinite(value):
            raise ValueError(f"{where} is {value}; a report holds finite numbers only.")
        case dict():
            return {_checked(key, where): _checked(item, f"{where}.{key}") for key, item in value.items()}
        case list() | tuple():
            return [_checked(item, f"{where}[{n}]") for n, item in enumerate(value)]
        case _:
            return value


def _escaped(match: re.Match[str]) -> str:
    return r"#\u0023[" if match[0] == "##[" else json.dumps(match[0])[1:-1]
