"""What a learner's own run said, and how it differs from what we found."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.batch import claims
from asynclings.batch.claims import claim_of, compared
from asynclings.batch.model import Difference
from asynclings.report import json
from asynclings.report.model import Report

Make = Callable[..., Report]


@pytest.fixture
def found(report_of: Make) -> Report:
    return report_of({"2_io/pages": 10, "3_threads/race": 4})


@pytest.mark.parametrize("place", ["ada/report.json", "ada/report/report.json", "ada.json"])
def test_a_report_is_found_where_downloads_put_it(place: str, found: Report, tmp_path: Path) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(json.render(found))
    claim = claim_of("ada", tmp_path, found)
    assert (claim.status, claim.points, claim.max_points) == ("same", 14, 20)
    assert claim_of("bob", tmp_path, found).status == "missing"


def test_other_points_are_a_difference_exercise_by_exercise(found: Report, report_of: Make) -> None:
    claim = compared(report_of({"2_io/pages": 10, "3_threads/race": 10}), found)
    assert (claim.status, claim.points) == ("different", 20)
    assert claim.differences == (Difference(exercise="3_threads/race", claimed=10, points=4),)


def test_points_that_are_moved_to_another_exercise_are_noticed(found: Report, report_of: Make) -> None:
    claim = compared(report_of({"2_io/pages": 4, "3_threads/race": 10}), found)
    assert (claim.status, claim.points, len(claim.differences)) == ("different", 14, 2)


def test_a_total_that_was_changed_alone_is_noticed(found: Report, report_of: Make) -> None:
    claim = compared(report_of({"2_io/pages": 10, "3_threads/race": 4}, points=20), found)
    assert (claim.status, claim.differences) == ("different", ())


def test_an_exercise_that_the_run_did_not_have_is_a_difference(found: Report, report_of: Make) -> None:
    claim = compared(report_of({"2_io/pages": 10}), found)
    assert claim.differences == (Difference(exercise="3_threads/race", claimed=None, points=4),)


def test_exercises_that_we_did_not_grade_do_not_matter(found: Report, report_of: Make) -> None:
    more = report_of({"2_io/pages": 10, "3_threads/race": 4, "4_processes/primes": 10})
    assert compared(more, found).status == "same"


@pytest.mark.parametrize("points", [-1, 10**9, 10**5000], ids=["negative", "many", "endless"])
def test_impossible_points_are_not_taken_for_points(points: int, found: Report, report_of: Make) -> None:
    claim = compared(report_of({"2_io/pages": 10, "3_threads/race": 4}, points=points), found)
    assert (claim.status, claim.points) == ("unreadable", None)


def test_what_cannot_be_read_is_said_to_be_so_and_waits_for_nobody(
    found: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "SIZE_LIMIT", 10_000)
    (tmp_path / "secret.json").write_text(json.render(found)[:500])
    (tmp_path / "text.json").write_text("{")
    (tmp_path / "deep.json").write_text('{"x":' + "[" * 5000)
    (tmp_path / "latin.json").write_bytes(b'{"\xe9')
    (tmp_path / "link.json").symlink_to(tmp_path / "secret.json")
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "long.json").write_text(" " * 10_001)
    (tmp_path / "folder.json").mkdir()
    why = {
        name: claim_of(name, tmp_path, found) for name in ("text", "deep", "latin", "link", "pipe", "long", "folder")
    }
    assert {claim.status for claim in why.values()} == {"unreadable"}
    assert why["text"].why.startswith("text.json: This is not a report of the schema asynclings/report/v1")
    assert why["link"].why == "link.json is a symbolic link."
    assert why["pipe"].why == "pipe.json is a named pipe."
    assert why["long"].why == "long.json is 10,001 bytes long."
    assert why["folder"].why == "folder.json is a folder."
