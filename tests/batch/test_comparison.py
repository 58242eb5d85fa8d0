"""What of an assignment was changed: against the teacher's repository, or against the kit's template."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from asynclings.batch import comparison, inventory
from asynclings.batch.comparison import Compare, with_repository, with_template
from asynclings.batch.model import Comparison
from asynclings.trouble import Trouble

Make = Callable[[str], Path]


@pytest.fixture(params=["repository", "template"])
def compare(request: pytest.FixtureRequest, handed_out: Path) -> Compare:
    return with_repository(handed_out) if request.param == "repository" else with_template()


def said(found: Comparison) -> list[str]:
    return [f"{change.part}: {change.path} {change.what}" for change in found.changes]


def test_a_clone_as_it_was_handed_out_has_no_changes(compare: Compare, clone: Make) -> None:
    assert compare(clone("ada")) == Comparison()


def test_work_and_what_learners_may_change_is_no_change(compare: Compare, clone: Make) -> None:
    ada = clone("ada")
    (ada / "exercises/2_io/pages.py").write_text("# solved\n")
    (ada / "exercises/2_io/more.py").write_text("# a module beside it\n")
    (ada / "README.md").write_text("# mine\n")
    (ada / "exercises/2_io/notes.md").write_text("# my notes\n")
    shutil.rmtree(ada / ".devcontainer")
    assert compare(ada) == Comparison()


def test_line_ends_are_gits_affair(compare: Compare, clone: Make) -> None:
    ada = clone("ada")
    for file in [*ada.rglob("*.md"), *ada.rglob(".github/**/*.yml")]:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert compare(ada) == Comparison()


def test_each_part_is_named_with_what_became_of_it(compare: Compare, clone: Make) -> None:
    ada = clone("ada")
    workflow = ada / ".github/workflows/classroom.yml"
    workflow.write_text(workflow.read_text().replace("Points", "points") + "# a line\n")
    (ada / ".github/workflows/points.yml").write_text("on: push\n")
    pin = ada / ".github/kit/requirements.txt"
    pin.write_text("asynclings @ git+https://evil.test/kit.git\n")
    (ada / "exercises/2_io/pages.md").unlink()
    assert said(compare(ada)) == [
        "pin: .github/kit/requirements.txt changed",
        "workflow: .github/workflows/classroom.yml changed",
        "workflow: .github/workflows/points.yml added",
        "instructions: exercises/2_io/pages.md removed",
    ]


def test_links_are_changes_and_are_not_followed(compare: Compare, clone: Make, tmp_path: Path) -> None:
    ada, bob, eve = clone("ada"), clone("bob"), clone("eve")
    (ada / ".github/workflows/classroom.yml").unlink()
    (ada / ".github/workflows/classroom.yml").symlink_to(bob / ".github/workflows/classroom.yml")
    assert said(compare(ada)) == ["workflow: .github/workflows/classroom.yml changed"]
    shutil.rmtree(eve / ".github")
    (eve / ".github").symlink_to(bob / ".github")
    assert said(compare(eve)) == [
        "workflow: .github added",
        "pin: .github/kit/assignment.yml removed",
        "pin: .github/kit/requirements.txt removed",
        "workflow: .github/workflows/classroom.yml removed",
    ]


def test_a_pipe_is_a_change_and_nobody_waits_for_its_writer(compare: Compare, clone: Make) -> None:
    ada = clone("ada")
    os.mkfifo(ada / ".github/workflows/pipe.yml")
    assert said(compare(ada)) == ["workflow: .github/workflows/pipe.yml added"]


def test_a_clone_with_far_too_much_in_it_is_given_up(
    compare: Compare, clone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "FILE_LIMIT", 10)
    ada, bob = clone("ada"), clone("bob")
    for number in range(11):
        (ada / f".github/{number}").touch()
    assert compare(ada).why == "There are more than 10 files in its .github and beside its exercises."
    for number in range(101):
        (bob / f"exercises/{number}.txt").touch()
    assert compare(bob).why == "There are far more files in its .github and exercises than an assignment has."


def test_a_folder_that_is_closed_to_us_is_said_to_be_so(
    compare: Compare, clone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    ada = clone("ada")
    monkeypatch.setattr(os, "listdir", refuse)
    assert compare(ada) == Comparison(why="A folder in it cannot be read: Permission denied.")


# ---------------------------------------------------------------- the template


def answer(clone: Path, **answers: object) -> None:
    file = clone / ".copier-answers.yml"
    file.write_text(yaml.safe_dump(yaml.safe_load(file.read_text()) | answers))


def test_answers_that_do_not_fit_the_files_show_what_was_changed(clone: Make) -> None:
    ada = clone("ada")
    answer(ada, exercises=["2_io/pages"])
    assert said(with_template()(ada)) == [
        "pin: .github/kit/assignment.yml changed",
        "workflow: .github/workflows/classroom.yml changed",
    ]


def test_clones_with_the_same_answers_are_rendered_once(clone: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = []
    scaffold = comparison.scaffold
    monkeypatch.setattr(comparison, "scaffold", lambda *args: (rendered.append(args), scaffold(*args)))
    compare = with_template()
    for name in ("ada", "bob", "eve"):
        assert compare(clone(name)) == Comparison()
    assert len(rendered) == 1


def test_wheels_are_the_teachers(clone: Make, tmp_path: Path) -> None:
    ada = clone("ada")
    (ada / ".github/kit/wheels").mkdir()
    (ada / ".github/kit/wheels/asynclings.whl").touch()
    assert with_template()(ada) == Comparison()
    (ada / ".github/kit/wheels/evil.txt").touch()
    assert said(with_template()(ada)) == ["pin: .github/kit/wheels/evil.txt added"]


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "It has no .copier-answers.yml: compare with --template-repository DIR."),
        ("- a list", ".copier-answers.yml must hold a YAML mapping"),
        ("a: [" + "[" * 10_000, ".copier-answers.yml is not valid YAML"),
        ("a: 2026-13-45", ".copier-answers.yml is not valid YAML: month must be in 1..12"),
        ("a: !!python/object/apply:os.system [true]", ".copier-answers.yml is not valid YAML"),
        ("# " + "x" * (16 << 10), ".copier-answers.yml is 16,386 bytes long."),
        ("course: Mine\n", "It says that it was made with no release of the kit"),
        ("_commit: v0.0.1\n", "It says that it was made with 'v0.0.1' of the kit"),
        ("_commit: [v0.0.1]\n", "It says that it was made with no release of the kit"),
        (f"{LAUGHS}course: *i\n", ".copier-answers.yml is not valid YAML: an alias"),
        ("course: &a [*a]\n", ".copier-answers.yml is not valid YAML: an alias"),
        ("a: !!bool x\n", ".copier-answers.yml is not valid YAML"),
        (f"? {'[' * 400}{']' * 400}\n: 1\n", ".copier-answers.yml is not valid YAML: a key is no plain text or number"),
        ("_commit: {ours}\nseconds: much\n", "The template cannot be rendered with its .copier-answers.yml"),
        ("_commit: {ours}\nexercises: ['../../../etc']\n", "The template cannot be rendered with its"),
        ('course: "\\ud800"\n', ".copier-answers.yml is not valid YAML: found invalid Unicode character escape code"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_answers_that_nothing_can_be_made_of_are_a_reason_and_no_error(text: str | None, why: str, clone: Make) -> None:
    from asynclings.kit import kit_version

    file = clone("ada") / ".copier-answers.yml"
    file.unlink() if text is None else file.write_text(text.replace("{ours}", f"v{kit_version()}"))
    assert with_template()(file.parent).why.startswith(why)


@pytest.mark.parametrize("odd", ["course: {a: [1]}", "seconds: 0x" + "f" * 5000, "course: null"], ids=range(3))
def test_an_answer_of_no_kind_that_copier_asks_for_is_none(odd: str, clone: Make) -> None:
    """It is left out, and the default stands in, which here was the answer."""
    ada = clone("ada")
    file = ada / ".copier-answers.yml"
    others = yaml.safe_load(file.read_text())
    del others["course"], others["seconds"]
    file.write_text(f"{yaml.safe_dump(others)}{odd}")
    assert with_template()(ada) == Comparison()


def test_what_follows_from_answers_is_not_for_a_clone_to_say(clone: Make, tmp_path: Path) -> None:
    answer(
        clone("ada"),
        exercise_files=["../../../../../../etc/passwd"],
        points=0,
        kit_version="9",
        track={},
        _src_path=str(tmp_path / "evil"),
        _templates_suffix=".md",
    )
    assert with_template()(tmp_path / "clones/ada") == Comparison()


# ---------------------------------------------------------------- the teacher's repository


def test_wheels_are_compared_with_the_teachers(handed_out: Path, clone: Make, tmp_path: Path) -> None:
    teachers = Path(shutil.copytree(handed_out, tmp_path / "teachers"))
    (teachers / ".github/kit/wheels").mkdir()
    (teachers / ".github/kit/wheels/asynclings.whl").write_bytes(b"the kit")
    ada = Path(shutil.copytree(teachers, tmp_path / "ada"))
    compare = with_repository(teachers)
    assert compare(ada) == Comparison()
    (ada / ".github/kit/wheels/asynclings.whl").write_bytes(b"another")
    assert said(compare(ada)) == ["pin: .github/kit/wheels/asynclings.whl changed"]


def test_a_template_repository_that_cannot_be_read_is_trouble(
    handed_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "FILE_LIMIT", 1)
    with pytest.raises(Trouble, match="cannot be compared with: There are more than 1 files"):
        with_repository(handed_out)


def test_no_room_for_a_rendering_is_not_the_clones_fault(clone: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    ada = clone("ada")
    monkeypatch.setattr(comparison, "TemporaryDirectory", full)
    assert with_template()(ada).why == "There is no room here to render the template: No space left on device."
