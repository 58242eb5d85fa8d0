"""The report as JUnit XML: one test suite an exercise, one test case a check.

There is no official schema; what is written is the common subset that testmoapp/junitxml documents, with the text in
the element (GitLab) as well as its first line in ``message`` (others).
"""

from xml.etree import ElementTree as ET

from asynclings.report.model import CheckResult, ExerciseResult, Report
from asynclings.report.text import no_workflow_command, one_line, plain
from asynclings.report.waterfall import draw

_NAME, _TEXT = 300, 8000


def render(report: Report) -> str:
    """The report as an XML 1.0 document."""
    root = ET.Element("testsuites", {"name": "asynclings", **_counts(report.exercises)})
    _properties(root, points=report.points, max_points=report.max_points, seed=report.seed, kit=report.kit_version)
    for exercise in report.exercises:
        _suite(root, exercise)
    ET.indent(root)
    return no_workflow_command(f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n")


def _suite(root: ET.Element, exercise: ExerciseResult) -> None:
    suite = ET.SubElement(
        root,
        "testsuite",
        {"name": _attribute(exercise.slug), "file": _attribute(exercise.path), **_counts((exercise,))},
    )
    _properties(suite, title=exercise.title, points=exercise.points, max_points=exercise.max_points)
    for check in exercise.checks:
        _case(suite, exercise, check)
    if not exercise.checks:
        case = ET.SubElement(suite, "testcase", classname=_attribute(exercise.slug), name="grader")
        why = "No check of this exercise was run."
        ET.SubElement(case, "error", message=why).text = why


def _case(suite: ET.Element, exercise: ExerciseResult, check: CheckResult) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_attribute(exercise.slug),
        name=_attribute(f"{check.facet}: {check.title}"),
        file=_attribute(exercise.path),
    )
    if check.line:
        case.set("line", str(check.line.number))
    _properties(case, points=check.points, max_points=check.max_points)
    if check.status == "passed":
        return
    summary = _attribute(check.message or check.status)
    if check.status == "skipped":
        ET.SubElement(case, "skipped", message=summary)
        return
    kind = "failure" if check.status == "failed" else "error"
    ET.SubElement(case, kind, message=summary, type=_attribute(check.facet)).text = _text(check)
    if check.evidence and check.evidence.output:
        # GitLab would take this for a file to show beside the test.
        output = plain(check.evidence.output, _TEXT).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
        ET.SubElement(case, "system-out").text = output


def _text(check: CheckResult) -> str:
    parts = [plain(check.message, _TEXT)]
    if check.mistake:
        parts.append(f"Likely mistake: {check.mistake.name}. {check.mistake.advice} {check.mistake.link}")
    if check.line:
        parts.append(f"{check.line.file}:{check.line.number}: {one_line(check.line.text, _NAME)}")
    if check.evidence:
        parts += draw(check.evidence, unicode=False)
    return plain("\n".join(parts), 2 * _TEXT)


def _counts(exercises: tuple[ExerciseResult, ...]) -> dict[str, str]:
    found = [check.status for exercise in exercises for check in exercise.checks]
    missing = sum(not exercise.checks for exercise in exercises)
    return {
        "tests": str(len(found) + missing),
        "failures": str(found.count("failed")),
        "errors": str(found.count("error") + missing),
        "skipped": str(found.count("skipped")),
        "time": f"{sum(exercise.seconds for exercise in exercises):.3f}",
    }


def _properties(parent: ET.Element, **values: str | int) -> None:
    properties = ET.SubElement(parent, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=_attribute(str(value)))


def _attribute(text: str) -> str:
    return one_line(text, _NAME)
