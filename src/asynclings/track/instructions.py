"""What a learner reads: the front matter of an exercise's Markdown file, and its hints."""

import re
from typing import Annotated

import msgspec

from asynclings.track.reading import TrackError, convert, read_mapping

Text = Annotated[str, msgspec.Meta(min_length=1)]

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
_HINTS = re.compile(r"^## Hints$(.*)", re.DOTALL | re.MULTILINE)
_HINT = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of an exercise's Markdown file. ``difficulty``: 1 to 5; ``minutes``: a guess at the effort."""

    title: Text
    concepts: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    difficulty: Annotated[int, msgspec.Meta(ge=1, le=5)]
    minutes: Annotated[int, msgspec.Meta(ge=1)]


class Hint(msgspec.Struct, frozen=True):
    """One step of help. ``text`` is Markdown."""

    title: str
    text: str


def front_matter(markdown: str, where: str) -> FrontMatter:
    """The front matter of ``markdown``. Raises :class:`TrackError` that names ``where``."""
    found = _FRONT_MATTER.match(markdown)
    if found is None:
        raise TrackError(
            f"{where} must begin with front matter: title, concepts, difficulty, minutes between two `---`."
        )
    return convert(read_mapping(found[1], where), FrontMatter, where)


def hints(markdown: str) -> tuple[Hint, ...]:
    """The ``<details>`` blocks under ``## Hints``, in order of growing help."""
    section = _HINTS.search(markdown)
    if section is None:
        return ()
    return tuple(Hint(title.strip(), text.strip()) for title, text in _HINT.findall(section[1]))
