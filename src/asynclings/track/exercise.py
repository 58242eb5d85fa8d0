"""One exercise: its place in the track, its worth, and the files that make it up."""

from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from asynclings.track.instructions import FrontMatter, Hint, front_matter, hints
from asynclings.track.reading import TrackError, read_text

Allowance = Literal["processes", "disk"]


class Exercise(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """An exercise of the track. ``slug`` is ``2_io/pages``; ``seconds`` is the real time one run may take at most.

    (A run with processes may take a minute in any case, see `asynclings.grading.lab`.)
    ``files`` are the names of a submission's files, if it has several; the first is the one that is imported.
    ``policy`` names what a submission may do beyond computing: start ``processes``, and write to the ``disk`` (into its
    run's own folder). What is not named, it may not.
    """

    slug: str
    title: str
    points: int
    seconds: float
    retired: bool
    root: Path
    policy: tuple[Allowance, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def chapter(self) -> str:
        return self.slug.partition("/")[0]

    @property
    def name(self) -> str:
        return self.slug.partition("/")[2]

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the files of a submission are in a tree: ``2_io/pages.py``, or several in ``2_io/shop/``."""
        return tuple(f"{self.slug}/{name}" for name in self.files) or (f"{self.slug}.py",)

    @property
    def stub(self) -> Path:
        """The file that a learner starts from; of several, the one that is imported."""
        return self.root / "exercises" / self.paths[0]

    @property
    def instructions(self) -> Path:
        return self.root / "exercises" / f"{self.slug}.md"

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / self.paths[0]

    @property
    def submissions(self) -> Path:
        """The folder of submissions with known verdicts; it is there where the exercise is written."""
        return self.root / "tests" / "submissions" / self.name

    @property
    def grader(self) -> Path:
        return self.root / "graders" / self.chapter / f"test_{self.name}.py"

    @property
    def driver(self) -> Path:
        """What drives a submission that is more than a function to call; few exercises have one."""
        return self.root / "graders" / self.chapter / f"{self.name}_driver.py"

    @property
    def concepts(self) -> tuple[str, ...]:
        """What it is about: names of the field."""
        return self.front_matter.concepts

    @property
    def own_files(self) -> list[Path]:
        """What every exercise has in the three trees; some have a ``driver``, too."""
        trees = [self.root / tree / path for tree in ("exercises", "solutions") for path in self.paths]
        return [*trees, self.instructions, self.grader]

    @property
    def difficulty(self) -> int:
        """From 1 (an introduction) to 5 (a project)."""
        return self.front_matter.difficulty

    @property
    def minutes(self) -> int:
        """A guess at how long a learner takes."""
        return self.front_matter.minutes

    @cached_property
    def front_matter(self) -> FrontMatter:
        """The head of the instructions. Raises :class:`TrackError` where it is missing or wrong."""
        return front_matter(self._markdown, str(self.instructions))

    def hints(self) -> tuple[Hint, ...]:
        """The steps of help that the instructions offer, the smallest first."""
        return hints(self._markdown)

    def untouched(self, file: Path) -> bool:
        """Whether ``file`` is the stub still, line ends and trailing white space aside. False if it is not there.

        Of several files, ``file`` is the one that is imported, and all have to be.
        """
        others = [(file.with_name(name), self.stub.with_name(name)) for name in self.files[1:]]
        try:
            return all(_bare(a.read_bytes()) == _bare(b.read_bytes()) for a, b in [(file, self.stub), *others])
        except OSError:
            return False

    @cached_property
    def _markdown(self) -> str:
        try:
            return read_text(self.instructions)
        except OSError as error:
            raise TrackError(f"The instructions {self.instructions} cannot be read: {error.strerror}.") from error


def _bare(source: bytes) -> bytes:
    return source.replace(b"\r\n", b"\n").rstrip()
