"""The real track: it names exactly the exercises there are, in a form that the template can carry."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from asynclings.author.defects import TEMPLATE_MARKS

# Jinja acts on the strings that open a block, not on those that close one.
OPENING = tuple(
    yaml.safe_load((Path(__file__).parents[2] / "copier.yml").read_text(encoding="utf-8"))["_envops"][name]
    for name in ("block_start_string", "variable_start_string", "comment_start_string")
)


@pytest.fixture(scope="module")
def slugs(real_kit: Any) -> list[str]:
    return list(real_kit.track()["exercises"])


def test_the_track_names_exactly_the_files_there_are(slugs: list[str], real_kit: Any) -> None:
    folder = real_kit.root / "exercises"
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    found -= {f"{chapter}/README.md" for chapter in real_kit.track()["chapters"]}
    assert found == {"track.yml"} | {f"{slug}.{suffix}" for slug in slugs for suffix in ("py", "md")}


def test_slugs_are_safe_in_a_shell_and_in_a_path(slugs: list[str], real_kit: Any) -> None:
    chapters = real_kit.track()["chapters"]
    for slug in slugs:
        assert re.fullmatch(r"[0-9]_[a-z0-9_]+/[a-z][a-z0-9_]*", slug), slug
        assert slug.split("/")[0] in chapters


def test_authors_are_warned_of_what_the_template_acts_on() -> None:
    assert all(mark.startswith(TEMPLATE_MARKS) for mark in OPENING)


def test_questions_and_choices_fit_a_terminal_of_80_columns(real_kit: Any) -> None:
    asked = yaml.safe_load((real_kit.root / "copier.yml").read_text(encoding="utf-8"))
    questions = [each for name, each in asked.items() if name[0] != "_" and each.get("when") is not False]
    assert [each["help"] for each in questions if len(each["help"]) > 77] == []  # behind a sign that is two wide
    track = real_kit.track()
    labels = [label for each in questions if isinstance(each.get("choices"), dict) for label in each["choices"]]
    labels += [
        f"{track['chapters'][slug.split('/')[0]]['title']} · {each['title']} ({each['points']} points, retired)"
        for slug, each in track["exercises"].items()
    ]
    assert [label for label in labels if len(label) > 74] == []  # behind an arrow and a circle


def test_no_released_exercise_is_lost(slugs: list[str], checkout_git: Any) -> None:
    """An assignment whose exercise vanished would lose its whole selection at the next update: retire it instead."""
    releases = checkout_git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname").split()
    if not releases:
        pytest.skip("no release to compare with")
    released = yaml.safe_load(checkout_git("show", f"{releases[0]}:exercises/track.yml"))["exercises"]
    assert set(released) <= set(slugs)
