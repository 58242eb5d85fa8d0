"""Whether a clone's workflow, pin and instructions are those that were handed out.

What was handed out is best read from the teacher's own repository. Without it, the kit's template is rendered again
with the answers that the clone holds: whoever changed both an answer and what follows from it is not noticed then.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from asynclings.batch.inventory import Inventory, TooMuch, changes, inventory
from asynclings.batch.model import Comparison
from asynclings.files import Unfit, read_regular
from asynclings.kit import kit_root, kit_version
from asynclings.scaffold import scaffold
from asynclings.track import Track, TrackError
from asynclings.track.reading import read_mapping
from asynclings.trouble import Trouble

Compare = Callable[[Path], Comparison]
"""Compares a clone with what was handed out; never raises."""

ANSWERS: Final = ".copier-answers.yml"
_ANSWERS_LIMIT: Final = 16 << 10  # bytes: reading YAML takes a time that grows faster than its length


class _NoReference(Exception):
    """There is nothing to compare a clone with; the text says why."""


def with_repository(repository: Path) -> Compare:
    """Compares with the repository that learners got copies of. Raises Trouble if it cannot be read."""
    try:
        expected = inventory(repository)
    except (OSError, TooMuch) as error:
        raise Trouble(f"The template repository {str(repository)!r} cannot be compared with: {error}") from None
    return lambda clone: _compared(clone, lambda there: expected)


def with_template(track: Track | None = None) -> Compare:
    """Compares with what the template makes of a clone's own answers and the track; equal answers are rendered once."""
    rendered: dict[str, Inventory] = {}

    def expected(clone: Path, there: Inventory) -> Inventory:
        answers = _answers(clone)
        key = repr(sorted(answers.items()))
        if key not in rendered:
            rendered[key] = _render(answers, track)
        # Wheels come from the teacher, and not from the template.
        wheels = {path: there[path] for path in there if path.startswith(".github/kit/wheels/") and _is_wheel(path)}
        return {**rendered[key], **wheels}

    return lambda clone: _compared(clone, lambda there: expected(clone, there))


def _compared(clone: Path, expected: Callable[[Inventory], Inventory]) -> Comparison:
    try:
        there = inventory(clone)
        return Comparison(changes=changes(there, expected(there)))
    except (TooMuch, _NoReference) as reason:
        return Comparison(why=str(reason))
    except OSError as error:
        return Comparison(why=f"A folder in it cannot be read: {error.strerror}.")


def _answers(clone: Path) -> dict[str, Any]:
    """The answers to what the template asks; whatever else the file holds is left out. Raises _NoReference."""
    try:
        text = read_regular(clone / ANSWERS, _ANSWERS_LIMIT).decode()
        found = read_mapping(text, ANSWERS)
    except FileNotFoundError:
        raise _NoReference(f"It has no {ANSWERS}: compare with --template-repository DIR.") from None
    except Unfit as unfit:
        raise _NoReference(f"{ANSWERS} is {unfit}.") from None
    except UnicodeDecodeError:
        raise _NoReference(f"{ANSWERS} is not UTF-8.") from None
    except TrackError as error:
        raise _NoReference(str(error)) from None
    release, ours = found.get("_commit"), f"v{kit_version()}"
    if release != ours:
        shown = repr(release[:60]) if isinstance(release, str) else "no release"
        raise _NoReference(
            f"It says that it was made with {shown} of the kit, and this is {ours}: "
            "compare with --template-repository DIR."
        )
    return {name: found[name] for name in _questions() if _is_plain(found.get(name))}


def _questions() -> list[str]:
    """What copier.yml asks. Everything else follows from it, and is not for a clone to say."""
    asked = read_mapping((kit_root() / "copier.yml").read_text(encoding="utf-8"), "copier.yml")
    return [name for name, question in asked.items() if name[0] != "_" and question.get("when") is not False]


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < 1 << 31)


def _render(answers: Mapping[str, Any], track: Track | None) -> Inventory:
    try:
        own = TemporaryDirectory(prefix="asynclings-rendered-")
    except OSError as error:
        raise _NoReference(f"There is no room here to render the template: {error.strerror}.") from None
    with own as folder:
        try:
            scaffold(Path(folder) / "assignment", answers, track)
        except Exception as error:  # copier's errors are of many kinds, and these are somebody's answers
            raise _NoReference(f"The template cannot be rendered with its {ANSWERS}: {error}") from None
        return inventory(Path(folder) / "assignment")


def _is_wheel(path: str) -> bool:
    return path.endswith(".whl") and path.count("/") == 3
