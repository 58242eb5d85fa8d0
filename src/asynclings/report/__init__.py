"""Reports: one model, one module per format, and the one place that writes them to disk.

The formats are imported when they are asked for, so that importing this package costs next to nothing.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.report.model import Report

__all__ = ["FORMATS", "NotWritten", "UnknownFormat", "render", "write"]


class UnknownFormat(Trouble, ValueError):
    """A report was asked for in a format that does not exist."""


class NotWritten(Trouble):
    """A report could not be put where it was asked for."""


def _format(name: str) -> "Callable[[Report], str]":
    def render(report: "Report") -> str:
        text: str = import_module(f"{__name__}.{name}").render(report)
        return text

    return render


FORMATS: "Final[Mapping[str, Callable[[Report], str]]]" = {
    name: _format(name) for name in ("classroom", "json", "junit", "markdown", "terminal")
}
"""Every format by its name; the values import their module when first called."""


def render(report: "Report", format: str) -> str:
    """The report in one of ``FORMATS``. Raises UnknownFormat."""
    if format not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UnknownFormat(f"There is no report format {format!r}. Ask for one of these: {known}.")
    return FORMATS[format](report)


def write(report: "Report", format: str, path: Path | str) -> None:
    """Write the report to a file, making its folder if need be. Raises UnknownFormat, NotWritten.

    ``classroom`` is appended, because its lines belong into the file that ``$GITHUB_OUTPUT`` names, which holds
    other outputs too. Every other format replaces the file in one step: a reader sees the old report or the new one.
    """
    from asynclings import files

    text = render(report, format)
    put = files.append if format == "classroom" else files.replace
    try:
        put(Path(path), text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWritten(
            f"The {format} report could not be written to {str(path)!r}: {reason}. "
            "Name a file in a folder that you may write to."
        ) from error
