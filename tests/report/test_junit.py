from collections.abc import Callable
from types import SimpleNamespace
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from asynclings.report.junit import render
from asynclings.report.model import Report


def test_one_suite_an_exercise_one_case_a_check(sample: Report) -> None:
    root = ET.fromstring(render(sample))
    assert root.tag == "testsuites"
    assert root.attrib == {
        "name": "asynclings", "tests": "20", "failures": "2", "errors": "5", "skipped": "7", "time": "0.500"
    }  # fmt: skip
    suites = root.findall("testsuite")
    assert [(suite.get("name"), len(suite.findall("testcase"))) for suite in suites] == [
        ("1_event_loop/bakery", 5),
        ("2_io/pages", 5),
        ("2_io/crawler", 5),
        ("3_threads/race", 5),
    ]
    for suite in (root, *suites):
        for outcome, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(outcome) == str(len(suite.findall(f".//{tag}")))


def test_points_are_properties(sample: Report) -> None:
    root = ET.fromstring(render(sample))
    points = [place.get("value") for place in root.findall("./properties/property[@name='points']")]
    points += [place.get("value") for place in root.findall("./testsuite/properties/property[@name='points']")]
    assert points == ["12", "10", "2", "0", "0"]


def test_a_failure_tells_the_whole_story(sample: Report) -> None:
    case = ET.fromstring(render(sample)).findall("testsuite")[1].findall("testcase")[1]
    assert case.get("classname") == "2_io/pages"
    assert case.get("name") == "Concurrent: 100 pages of one second each take one second together."
    assert (case.get("file"), case.get("line")) == ("exercises/2_io/pages.py", "9")
    failure = case.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "Likely mistake: await in a loop" in failure.text
    assert "exercises/2_io/pages.py:9: pages.append(await client.get(url))" in failure.text
    assert "... 93 more, 1 at a time" in failure.text
    assert case.findtext("system-out") == "fetching 0\nfetching 1\nfetching 2\n"


def test_hostile_text_leaves_the_document_whole(
    hostile: str, infest: Callable[[str], Report], commands: Callable[[str], list[str]]
) -> None:
    text = render(infest(hostile))
    assert commands(text) == []
    assert len(text) < 200_000
    assert not any("[[ATTACHMENT|" in str(printed.text) for printed in ET.fromstring(text).iter("system-out"))
    assert [len(suite.findall("testcase")) for suite in ET.fromstring(text.encode())][1:] == [4]


@settings(derandomize=True, deadline=None, database=None, max_examples=100)
@given(data=st.data())
def test_any_text_makes_a_document(
    data: DataObject, hostile_text: SearchStrategy[str], infest: Callable[[str], Report]
) -> None:
    text = data.draw(hostile_text)
    ET.fromstring(render(infest(text)).encode())


def test_an_exercise_without_checks_is_an_error(build: SimpleNamespace) -> None:
    root = ET.fromstring(render(build.grading(build.exercise("2_io/pages", "Pages", "error"))))
    assert (root.get("tests"), root.get("errors")) == ("1", "1")
    assert root.find("testsuite/testcase/error") is not None
