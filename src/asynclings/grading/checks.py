"""Checks: the functions of a grader that carry points."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from asynclings.grading.failures import GraderFault

if TYPE_CHECKING:
    from asynclings.grading.lab import Lab

# What comes first: a fast wrong answer is worth nothing, and robustness is not to be had without doing the task.
NEEDS = {
    "Correct": None,
    "Concurrent": "Correct",
    "Bounded": "Concurrent",
    "Robust": "Concurrent",
    "Tidy": "Concurrent",
}
FACETS = tuple(NEEDS)
# So alike, as `difflib` has it, is a misspelt name, but none of the others that graders of the kit have.
_MISSPELT = 0.75

Function = Callable[["Lab"], None]


@dataclass(frozen=True)
class Check:
    """A check of an exercise. ``needs`` is the facet without which it is not run."""

    facet: str
    needs: str | None
    function: Function

    @property
    def id(self) -> str:
        return self.function.__name__

    @property
    def title(self) -> str:
        """The first line of the docstring: what the check establishes, as the learner reads it."""
        return (self.function.__doc__ or self.id).strip().splitlines()[0]


def check(facet: str, *, needs: str | None = None) -> Callable[[Function], Function]:
    """Mark a function of a grader as the check of a facet.

    ``needs`` names the facet that must have passed. Without it, the five usual facets need what they need everywhere,
    and any other needs nothing.
    """

    def mark(function: Function) -> Function:
        function.__check__ = Check(facet, needs if needs is not None else NEEDS.get(facet), function)  # type: ignore[attr-defined]
        return function

    return mark


def check_of(function: object) -> Check | None:
    """The check that a function was marked as."""
    found = getattr(function, "__check__", None)
    return found if isinstance(found, Check) else None


def load_checks(grader: Path) -> tuple[Check, ...]:
    """The checks of a grader file, in the order they are written. Raises `GraderFault`."""
    module = _import(grader)
    checks = tuple(found for member in vars(module).values() if (found := check_of(member)) is not None)
    facets = [found.facet for found in checks]
    for found in checks:
        if found.needs is None and found.facet not in FACETS and (usual := _usual(found.facet)):
            raise GraderFault(
                f"{grader}: the facet of the check {found.id} is {found.facet!r}. Is it {usual!r}? If it is meant to "
                "be another one, say what it needs: @check(facet, needs=...)."
            )
        if found.needs is not None and found.needs not in facets[: facets.index(found.facet)]:
            raise GraderFault(f"{grader}: the check {found.id} needs {found.needs!r}, which does not come before it.")
    if not checks or len(set(facets)) != len(facets):
        raise GraderFault(f"{grader}: a grader has one check a facet, and at least one; this has {facets}.")
    return checks


def _usual(facet: str) -> str | None:
    """The usual facet that a name is a misspelling of, if it is one."""
    from difflib import get_close_matches  # takes a while to import, and most graders do without

    return next(iter(get_close_matches(facet, FACETS, 1, _MISSPELT)), None)


def _import(grader: Path) -> ModuleType:
    name = f"asynclings_grader_{grader.parent.name}_{grader.stem}"
    if name in sys.modules and sys.modules[name].__file__ == str(grader):
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, grader)
    if spec is None or spec.loader is None or not grader.is_file():
        raise GraderFault(f"There is no grader at {grader}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise GraderFault(f"The grader {grader} cannot be imported: {type(error).__name__}: {error}.") from error
    return module
