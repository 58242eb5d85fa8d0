"""Reading track.yml: what is there arrives, and whatever is wrong is named with its file and key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings import track

Kit = Callable[[str], Path]

HEAD = """\
schema: asynclings/track/v1
chapters:
  1_first: {title: "First"}
  2_second: {title: "Second"}
exercises:
"""
GIANTS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 41))
GOOD = '  2_second/later: {title: "Later", points: 10, seconds: 20}\n'


def test_everything_arrives_in_the_order_of_the_file(kit: Kit) -> None:
    root = kit(
        HEAD + GOOD + '  1_first/early: {title: "Early", points: 4, seconds: 0.5, policy: [processes], retired: true}\n'
    )
    course = track.load(root)
    assert course.chapters == (track.Chapter("1_first", "First"), track.Chapter("2_second", "Second"))
    assert course.exercises == (
        track.Exercise(slug="2_second/later", title="Later", points=10, seconds=20, retired=False, root=root),
        track.Exercise(
            slug="1_first/early",
            title="Early",
            points=4,
            seconds=0.5,
            retired=True,
            root=root,
            policy=("processes",),
        ),
    )


def test_the_files_of_an_exercise_mirror_its_slug(kit: Kit) -> None:
    root = kit(HEAD + GOOD)
    (exercise,) = track.load(root).exercises
    assert (exercise.chapter, exercise.name) == ("2_second", "later")
    assert exercise.stub == root / "exercises/2_second/later.py"
    assert exercise.instructions == root / "exercises/2_second/later.md"
    assert exercise.solution == root / "solutions/2_second/later.py"
    assert exercise.grader == root / "graders/2_second/test_later.py"


def test_several_files_lie_in_a_folder_and_the_first_is_imported(kit: Kit) -> None:
    root = kit(HEAD + GOOD.replace("20}", "20, files: [2nd_try.py, data-model.py]}"))
    (exercise,) = track.load(root).exercises
    assert exercise.paths == ("2_second/later/2nd_try.py", "2_second/later/data-model.py")
    assert exercise.stub == root / "exercises/2_second/later/2nd_try.py"
    assert exercise.solution == root / "solutions/2_second/later/2nd_try.py"
    assert exercise.instructions == root / "exercises/2_second/later.md"
    exercise.stub.parent.mkdir(parents=True)
    for path in exercise.paths:
        (root / "exercises" / path).write_text("# TODO\n", encoding="utf-8")
    assert exercise.untouched(exercise.stub)
    work = root / "work"
    work.mkdir()
    (work / "2nd_try.py").write_text("# TODO\n", encoding="utf-8")
    assert not exercise.untouched(work / "2nd_try.py")
    (work / "data-model.py").write_text("x = 1\n", encoding="utf-8")
    assert not exercise.untouched(work / "2nd_try.py")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (HEAD + '  2_second/later: {title: "Later", points: "ten", seconds: 20}', ["2_second/later", "points", "int"]),
        (HEAD + '  2_second/later: {title: "Later", points: 0, seconds: 20}', ["2_second/later", "points", ">= 1"]),
        (HEAD + '  2_second/later: {title: "Later", points: 10, seconds: 0}', ["2_second/later", "seconds", "> 0"]),
        (HEAD + '  2_second/later: {title: "", points: 10, seconds: 20}', ["2_second/later", "title"]),
        (HEAD + '  2_second/later: {title: "Later", points: 10}', ["2_second/later", "seconds"]),
        (HEAD + '  2_second/later: {title: "Later", points: 10, seconds: 20, minutes: 5}', ["later", "minutes"]),
        (HEAD + GOOD.replace("20}", "20, policy: [network]}"), ["2_second/later", "policy", "'network'"]),
        (HEAD + GOOD.replace("20}", "20, policy: disk}"), ["2_second/later", "policy", "array"]),
        (HEAD + GOOD.replace("20}", "20, files: [main.txt]}"), ["2_second/later", "files", "regex"]),
        (HEAD + GOOD.replace("20}", "20, files: [../main.py]}"), ["2_second/later", "files", "regex"]),
        (HEAD + GOOD.replace("20}", "20, files: [a.py, a.py]}"), ["2_second/later", "files", "twice"]),
        (HEAD + "  2_second/later:", ["2_second/later", "null"]),
        (HEAD + GOOD.replace("2_second/later", "later"), ["'later'", "chapter/name"]),
        (HEAD + GOOD.replace("2_second/later", "2_second/Later"), ["'2_second/Later'", "chapter/name"]),
        (HEAD + GOOD.replace("2_second", "../2_second"), ["'../2_second/later'", "chapter/name"]),
        (HEAD + GOOD.replace("2_second", "3_third"), ["'3_third/later'", "chapters"]),
        (HEAD + GOOD + GOOD, ["'2_second/later'", "twice", "line 7"]),
        (HEAD.replace("v1", "v2") + GOOD, ["schema", "asynclings/track/v2"]),
        (HEAD + GOOD + "points: 3\n", ["points"]),
        (HEAD.replace('"First"', "3") + GOOD, ["chapters: 1_first", "title"]),
        (HEAD + "  - 2_second/later\n", ["exercises"]),
        ("- a list\n", ["mapping", "list"]),
        ("", ["mapping", "nothing"]),
        ("schema: [\n", ["not valid YAML", "line 2"]),
        ("schema: !!bool x\n", ["not valid YAML"]),
        ("schema: !!int ''\n", ["not valid YAML"]),
        ("schema: !!timestamp x\n", ["not valid YAML"]),
        ("one: &a [1]\ntwo: *a\n", ["not valid YAML", "alias", "line 1"]),
        (GIANTS, ["not valid YAML", "alias", "line 1"]),
        ("? " + "[" * 400 + "]" * 400 + "\n: 1\n", ["not valid YAML", "a key is no plain text or number"]),
        ("schema: !!python/object/apply:os.getcwd []\n", ["not valid YAML", "os.getcwd"]),
    ],
)
def test_what_is_wrong_is_named(kit: Kit, text: str, named: list[str]) -> None:
    root = kit(text)
    with pytest.raises(track.TrackError) as caught:
        track.load(root)
    message = str(caught.value)
    assert "\n" not in message
    for part in [str(root / "exercises" / "track.yml"), *named]:
        assert part in message


def test_a_file_that_is_not_utf_8_is_named(kit: Kit) -> None:
    root = kit(HEAD + GOOD)
    (root / "exercises" / "track.yml").write_bytes("# für alle\n".encode("latin-1"))
    with pytest.raises(track.TrackError, match=r"/track\.yml is not UTF-8\. Save it as UTF-8 in your editor\."):
        track.load(root)


def test_a_kit_without_the_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(track.TrackError, match=r"track\.yml cannot be read: No such file"):
        track.load(tmp_path)
