"""A submission, ready to be run."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from asynclings.files import Unfit, read_regular

SOURCE_SHOWN = 1 << 20  # bytes of a file


@dataclass(frozen=True)
class Program:
    """A submission as a worker finds it: a folder with copies of the learner's files, and the module to import.

    ``driver`` is the copy of the exercise's driver in that folder; empty if it has none.
    """

    folder: Path
    files: tuple[str, ...]
    module: str
    driver: str = ""

    def source(self, file: str) -> list[str]:
        """The lines of one of the files, as Python counts them; none if it is not there (any more)."""
        if file not in self.files:
            return []
        try:
            data = read_regular(self.folder / file, SOURCE_SHOWN)
        except (OSError, Unfit):
            return []
        # Not str.splitlines, which also splits at form feeds and other characters that end no line of Python.
        return [line.decode("utf-8", "replace") for line in data.removeprefix(codecs.BOM_UTF8).splitlines()]
