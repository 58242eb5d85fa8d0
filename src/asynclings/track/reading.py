"""Strict reading of YAML: a key that is wrong, unknown, missing or there twice is an error that names file and key."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from asynclings.trouble import Trouble

T = TypeVar("T")


class TrackError(Trouble):
    """A file of the track cannot be used as it stands."""


def read_text(file: Path) -> str:
    """The text of a file of the track. Raises `OSError`, and :class:`TrackError` if it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TrackError(f"{file} is not UTF-8. Save it as UTF-8 in your editor.") from None


def read_mapping(text: str, where: str) -> dict[str, Any]:
    """Parse ``text`` as one YAML mapping. ``where`` names the file in errors. Raises :class:`TrackError`."""
    import yaml  # 25 ms, so only those pay who read a file

    try:
        # A safe loader: the class below derives from PyYAML's own.
        data = yaml.load(text, _loader())
    except Exception as error:  # also of PyYAML's own mishaps: a KeyError of `!!bool x`, an IndexError of `!!int ''`
        raise TrackError(f"{where} is not valid YAML: {_said(error)}. Correct it there.") from error
    if not isinstance(data, dict):
        raise TrackError(f"{where} must hold a YAML mapping (`key: value` lines), but it holds {_kind(data)}.")
    return data


def convert(data: object, kind: type[T], where: str) -> T:
    """Turn plain data into the struct ``kind``. ``where`` names file and key in errors. Raises :class:`TrackError`."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise TrackError(f"{where}: {_one_line(str(error))}. Correct it there.") from error


@cache
def _loader() -> Any:
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class StrictLoader(base):  # type: ignore[misc]
        # PyYAML lets the last of two equal keys win (yaml/pyyaml#165), so a repeated slug would lose an exercise.
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            seen = set()
            for key_node, _ in node.value:
                if not isinstance(key_node, yaml.ScalarNode):  # of what is large, a comparison alone can take for ever
                    self._refuse("a key is no plain text or number", key_node)
                key = self.construct_object(key_node, deep=True)
                if key in seen:
                    self._refuse(f"the key {key!r} is there twice", key_node)
                seen.add(key)
            mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
            return mapping

        # With aliases a few lines can stand for more than any memory holds, and there is no use for them here.
        def construct_object(self, node: Any, deep: bool = False) -> Any:
            if node in self.constructed_objects and not isinstance(node, yaml.ScalarNode):
                self._refuse("an alias (`*name`) stands for this; write it out in both places", node)
            return super().construct_object(node, deep)

        def _refuse(self, problem: str, node: Any) -> NoReturn:
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)

    return StrictLoader


def _said(error: Any) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = _one_line(getattr(error, "problem", None) or str(error))
    return problem if mark is None else f"{problem} (line {mark.line + 1})"


def _one_line(message: str) -> str:
    return " ".join(message.split()).rstrip(".")


def _kind(data: object) -> str:
    return "nothing" if data is None else f"a {type(data).__name__}"
