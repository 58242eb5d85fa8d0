import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jsonschema
import msgspec
import pytest

from asynclings.report.json import SCHEMA_FILE, NotAReport, load, render, schema
from asynclings.report.model import Evidence, Report

SHIPPED: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def test_the_shipped_schema_says_what_the_structs_say() -> None:
    """Rewrite the file with ``json.dumps(schema(), indent=2, ensure_ascii=False)`` after a change of the model."""
    assert schema() == SHIPPED
    jsonschema.Draft202012Validator.check_schema(SHIPPED)


def test_a_report_survives_the_round_trip_and_validates(sample: Report) -> None:
    text = render(sample)
    assert load(text) == sample
    jsonschema.validate(json.loads(text), SHIPPED)
    assert json.loads(text)["schema"] == "asynclings/report/v1"


def test_the_schema_refuses_what_is_not_a_report(sample: Report) -> None:
    data = json.loads(render(sample))
    data["exercises"][1]["checks"][0]["status"] = "excellent"
    with pytest.raises(jsonschema.ValidationError, match="excellent"):
        jsonschema.validate(data, SHIPPED)


def test_hostile_text_comes_back_as_it_was(
    hostile: str, infest: Callable[[str], Report], commands: Callable[[str], list[str]]
) -> None:
    report = infest(hostile)
    text = render(report)
    jsonschema.validate(json.loads(text), SHIPPED)
    assert commands(text) == []
    assert not set(text) & set("\x1b\x7f\x85\x9b\x9d\u2028\u202e\u200b\ufeff\r")
    message = load(text).exercises[0].checks[0].message
    if not any("\ud800" <= char <= "\udfff" for char in hostile):
        assert load(text) == report
    else:
        assert message == hostile.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_know_are_refused(number: float, build: SimpleNamespace) -> None:
    check = build.check("Correct", evidence=Evidence(elapsed=number))
    report = build.grading(build.exercise("2_io/pages", "Pages", "passed", check))
    with pytest.raises(ValueError, match=r"report\.exercises\[0\]\.checks\[0\]\.evidence\.elapsed is (nan|inf)"):
        render(report)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "truncated"),
        ("[]", "Expected `object`, got `array`"),
        ("{}", "missing required field `kit_version`"),
        (b"\xff\xfe{}", "malformed"),
        ("\ud800", "surrogates"),
    ],
)
def test_what_is_not_a_report_is_refused_with_the_reason(text: str | bytes, reason: str) -> None:
    with pytest.raises(NotAReport, match=reason) as raised:
        load(text)
    assert "asynclings/report/v1" in str(raised.value)
    assert "--report json=PATH" in str(raised.value)


def test_types_are_not_coerced_and_other_schemas_not_guessed_at(sample: Report) -> None:
    data = msgspec.to_builtins(sample)
    with pytest.raises(NotAReport, match=r"Expected `int`, got `str` - at `\$.points`"):
        load(json.dumps(data | {"points": "12"}))
    with pytest.raises(NotAReport, match=r"asynclings/report/v2"):
        load(json.dumps(data | {"schema": "asynclings/report/v2"}))
