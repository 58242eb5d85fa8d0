"""The mistake catalogue, as data: `mistakes.toml`, read when a check first fails."""

import tomllib
from functools import cache
from pathlib import Path

from asynclings.report.model import Mistake


@cache
def catalogue() -> dict[int, Mistake]:
    """All mistakes by number."""
    entries = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
    return {entry["number"]: Mistake(**entry) for entry in entries}


def mistake(number: int | None) -> Mistake | None:
    """The entry with this number; None for None. Raises `KeyError` for a number that there is not."""
    return None if number is None else catalogue()[number]
