"""Naming exercises: slugs, names, chapters and paths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.track import Track, UnknownExercise, load


@pytest.fixture
def course(kit: Callable[[str], Path]) -> Track:
    return load(
        kit("""\
            schema: asynclings/track/v1
            chapters:
              1_loop: {title: "Loop"}
              2_io: {title: "IO"}
            exercises:
              1_loop/bakery: {title: "Bakery", points: 10, seconds: 20}
              2_io/pages: {title: "Pages", points: 10, seconds: 20}
              2_io/crawler: {title: "Crawler", points: 10, seconds: 20}
              1_loop/twin: {title: "Twin", points: 10, seconds: 20}
              2_io/twin: {title: "Twin", points: 10, seconds: 20}
              2_io/shop: {title: "Shop", points: 10, seconds: 20, files: [main.py, data-model.py]}
            """)
    )


@pytest.mark.parametrize(
    "word",
    [
        "pages",
        "pages.py",
        "2_io/pages",
        "2_io/pages.py",
        "2_io\\pages.py",
        "exercises/2_io/pages.py",
        "./exercises/2_io/pages.md",
        "/home/ada/assignment/exercises/2_io/pages.py",
    ],
)
def test_one_exercise_has_many_names(course: Track, word: str) -> None:
    assert [exercise.slug for exercise in course.find([word])] == ["2_io/pages"]


@pytest.mark.parametrize("word", ["2_io", "2_io/", "exercises/2_io", "exercises/2_io/"])
def test_a_chapter_stands_for_its_exercises(course: Track, word: str) -> None:
    assert [exercise.slug for exercise in course.find([word])] == [
        "2_io/pages",
        "2_io/crawler",
        "2_io/twin",
        "2_io/shop",
    ]


def test_the_order_is_that_of_the_course_and_nothing_comes_twice(course: Track) -> None:
    found = course.find(["crawler", "2_io/pages", "bakery", "pages"])
    assert [exercise.slug for exercise in found] == ["1_loop/bakery", "2_io/pages", "2_io/crawler"]


def test_no_words_name_nothing(course: Track) -> None:
    assert course.find([]) == ()


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("page", "Did you mean 'pages'?"),
        ("2_io/page", "Did you mean '2_io/pages'?"),
        ("exercises/2_io/crawlr.py", "Did you mean '2_io/crawler'?"),
        ("1_io", "Did you mean '2_io'?"),
        ("2_io.py", "Did you mean '2_io'?"),
        ("exercises/2_io.md", "Did you mean '2_io'?"),
        ("qqqq", "`asynclings list` shows all; --track DIR names another track."),
        ("", "`asynclings list` shows all; --track DIR names another track."),
    ],
)
def test_an_unknown_word_gets_the_nearest_match(course: Track, word: str, advice: str) -> None:
    with pytest.raises(UnknownExercise) as caught:
        course.find(["bakery", word])
    assert str(caught.value) == f"There is no exercise {word!r}. {advice}"


def test_a_path_into_another_chapter_is_not_taken_for_the_name(course: Track) -> None:
    with pytest.raises(UnknownExercise):
        course.find(["1_loop/pages"])


def test_a_name_that_two_chapters_share_must_be_made_clear(course: Track) -> None:
    with pytest.raises(UnknownExercise, match=r"'twin' names '1_loop/twin' and '2_io/twin'\. Write"):
        course.find(["twin"])
    assert [exercise.slug for exercise in course.find(["2_io/twin"])] == ["2_io/twin"]


@pytest.mark.parametrize(
    "word",
    ["shop", "2_io/shop/", "shop/main.py", "exercises/2_io/shop/data-model.py", "a/b/2_io/shop/main.py", "shop.md"],
)
def test_an_exercise_of_several_files_is_named_by_each(course: Track, word: str) -> None:
    assert [exercise.slug for exercise in course.find([word])] == ["2_io/shop"]


@pytest.mark.parametrize("word", ["main", "main.py", "2_io/main.py", "1_loop/shop/main.py", "shop/other.py"])
def test_a_file_alone_or_elsewhere_names_none(course: Track, word: str) -> None:
    with pytest.raises(UnknownExercise):
        course.find([word])
