import json
import re
from base64 import b64decode
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from asynclings.report.classroom import BUDGET, BUDGET_OF_ALL, render, runner_id
from asynclings.report.model import Report

LIMIT_OF_ONE_VARIABLE = 131_072  # MAX_ARG_STRLEN of Linux, name and final NUL included
LIMIT_OF_ALL_VARIABLES = 2 * 1024 * 1024


def results(text: str) -> dict[str, Any]:
    """The outputs as the reporter decodes them."""
    lines = text.removesuffix("\n").split("\n")
    pairs = [line.partition("=") for line in lines]
    assert all(re.fullmatch("[a-z][a-z0-9]*", name) and value.isascii() for name, _, value in pairs)
    return {name: json.loads(b64decode(value, validate=True)) for name, _, value in pairs}


def reporter_log(result: dict[str, Any]) -> str:
    """What the reporter prints of one result (its console-results.js, tag v1)."""
    lines = []
    for test in result["tests"]:
        line = f" - line {test['line_no']}" if test["line_no"] != 0 else ""
        if test["status"] == "error":
            lines.append(f"Error: {test['message'] or 'Failed to run test'}{line}")
        else:
            lines.append(f"{test['name']}{line}")
        if test["test_code"]:
            lines.append(f"Test code:\n{test['test_code']}")
    return "\n".join(lines) + "\n"


def totals(result: dict[str, Any]) -> tuple[float, int]:
    """The reporter's two totals: of its table, which counts tests, and of its notices, which adds up scores."""
    tests = result["tests"]
    passed = sum(test["status"] == "pass" for test in tests)
    return passed / len(tests) * result["max_score"], sum(test["score"] for test in tests)


def test_one_line_an_exercise(sample: Report) -> None:
    text = render(sample)
    assert text.endswith("\n")
    assert [line.partition("=")[0] for line in text.splitlines()] == ["bakery", "pages", "crawler", "race"]
    assert "\r" not in text


def test_every_row_has_every_field_in_the_type_that_the_reporter_needs(sample: Report) -> None:
    fields = {
        "name": str,
        "status": str,
        "score": int,
        "message": str,
        "test_code": str,
        "filename": str,
        "line_no": int,
        "duration": float,
    }
    for result in results(render(sample)).values():
        assert list(result) == ["version", "status", "max_score", "tests"]
        assert (result["version"], result["max_score"]) == (1, 10)
        assert [{key: type(value) for key, value in test.items()} for test in result["tests"]] == [fields] * 5


def test_both_totals_of_the_reporter_are_the_points(sample: Report) -> None:
    found = results(render(sample))
    assert [totals(result) for result in found.values()] == [(10, 10), (2, 2), (0, 0), (0, 0)]
    assert [result["status"] for result in found.values()] == ["pass", "fail", "error", "fail"]


def test_a_failed_check_says_why_where_the_reporter_shows_it(sample: Report) -> None:
    test = results(render(sample))["pages"]["tests"][1]
    assert test["line_no"] == 9
    assert test["test_code"].splitlines()[0].startswith("The run took 100 virtual seconds; it should take 1.")
    assert "Likely mistake: await in a loop" in test["test_code"]
    assert "exercises/2_io/pages.py:9: pages.append(await client.get(url))" in test["test_code"]


def test_what_could_not_be_run_keeps_its_rows_without_points(sample: Report) -> None:
    tests = results(render(sample))["crawler"]["tests"]
    assert [(test["status"], test["score"], test["line_no"]) for test in tests] == [("error", 0, 4)] * 5
    assert tests[2]["message"] == ("Bounded: The file could not be imported. SyntaxError in line 4: expected ':'"), (
        "the reporter shows no name of a test that erred"
    )


def test_skipped_checks_of_an_exercise_that_could_not_be_run_are_errors(build: SimpleNamespace) -> None:
    checks = (build.check("Correct", "error", points=2), build.check("Tidy", "skipped"))
    result = results(render(build.grading(build.exercise("2_io/pages", "Pages", "error", *checks))))["pages"]
    assert [(test["status"], test["score"]) for test in result["tests"]] == [("error", 0), ("error", 0)]


def test_an_exercise_without_checks_has_a_row_all_the_same(build: SimpleNamespace) -> None:
    bare = msgspec.structs.replace(build.exercise("2_io/pages", "Pages", "error"), max_points=10)
    result = results(render(build.grading(bare)))["pages"]
    assert (result["status"], result["max_score"], len(result["tests"])) == ("error", 10, 1)
    assert totals(result) == (0, 0)


def test_the_log_of_the_reporter_obeys_nobody(
    hostile: str, infest: Callable[[str], Report], commands: Callable[[str], list[str]]
) -> None:
    text = render(infest(hostile))
    assert commands(text) == []
    assert len(text.splitlines()) == 1
    (result,) = results(text).values()
    assert len(result["tests"]) == 4
    log = reporter_log(result)
    assert commands(log) == []
    assert not set(log) & set("\x1b\x07\x9b\r\x85\u2028\u202e\x00")
    for test in result["tests"]:
        assert "\n" not in test["name"] + test["message"] + test["filename"]
        assert len(test["test_code"].splitlines()) <= 21


def test_rows_are_never_dropped_to_keep_the_budget(build: SimpleNamespace) -> None:
    checks = [build.check("Correct", "error", id=str(n), title="名" * 500, message="名前" * 5000) for n in range(60)]
    one = render(build.grading(build.exercise("2_io/e0", "E", "error", *checks)))
    assert len(results(one)["e0"]["tests"]) == 60
    assert len(b64decode(one.partition("=")[2])) <= BUDGET
    assert len("E0_RESULTS=") + len(one.partition("=")[2]) < LIMIT_OF_ONE_VARIABLE
    exercises = [build.exercise(f"2_io/e{n}", "E", "error", *checks[:30]) for n in range(24)]
    many = render(build.grading(*exercises))
    assert [len(result["tests"]) for result in results(many).values()] == [30] * 24
    assert len(many) < BUDGET_OF_ALL * 4 / 3 + 1000 < LIMIT_OF_ALL_VARIABLES * 0.6


def test_ids_are_what_steps_outputs_and_the_reporter_allow() -> None:
    assert [runner_id(slug) for slug in ("2_io/pages", "2_io/first_answers", "pages")] == [
        "pages",
        "firstanswers",
        "pages",
    ]


@pytest.mark.parametrize("slug", ["2_io/2nd", "2_io/", "", "2_io/名前"])
def test_a_slug_without_a_usable_name_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="needs a name that starts with a letter"):
        runner_id(slug)


def test_exercises_of_one_name_share_a_result_so_that_no_point_is_lost(build: SimpleNamespace) -> None:
    checks = [build.check(facet) for facet in build.facets]
    failed = [build.check(facet, "failed") for facet in build.facets]
    report = build.grading(
        build.exercise("2_io/pages", "Pages", "passed", *checks),
        build.exercise("3_threads/page_s", "Pages", "failed", *failed),
    )
    (result,) = results(render(report)).values()
    assert (result["max_score"], len(result["tests"]), result["status"]) == (20, 10, "fail")
    assert totals(result) == (10, 10)
