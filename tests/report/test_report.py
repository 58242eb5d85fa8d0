import os
import subprocess
import sys
from pathlib import Path

import pytest

from asynclings.report import FORMATS, NotWritten, UnknownFormat, render, write
from asynclings.report.json import load
from asynclings.report.model import Report
from asynclings.trouble import Trouble


def test_every_format_is_rendered_and_written(sample: Report, tmp_path: Path) -> None:
    assert set(FORMATS) == {"classroom", "json", "junit", "markdown", "terminal"}
    for name in FORMATS:
        write(sample, name, tmp_path / name)
        assert (tmp_path / name).read_bytes().decode() == render(sample, name) == FORMATS[name](sample)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS), "no drafts are left behind"


def test_an_unknown_format_is_answered_with_the_known_ones(sample: Report, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"format 'xml'\. .*: classroom, json, junit, markdown, terminal\."):
        write(sample, "xml", tmp_path / "x")
    assert issubclass(UnknownFormat, Trouble)
    assert not (tmp_path / "x").exists()


def test_a_report_replaces_the_old_one(sample: Report, tmp_path: Path) -> None:
    place = tmp_path / "new" / "folder" / "report.json"
    place.parent.mkdir(parents=True)
    place.write_text("old " * 100_000)
    write(sample, "json", place)
    assert load(place.read_bytes()) == sample


def test_classroom_outputs_are_added_to_the_others(sample: Report, tmp_path: Path) -> None:
    outputs = tmp_path / "set_output"
    outputs.write_text("earlier=1\n")
    write(sample, "classroom", outputs)
    assert outputs.read_text() == "earlier=1\n" + render(sample, "classroom")


def test_a_line_that_somebody_left_open_swallows_no_output(sample: Report, tmp_path: Path) -> None:
    outputs = tmp_path / "set_output"
    outputs.write_text("forged=")
    write(sample, "classroom", outputs)
    assert outputs.read_text() == "forged=\n" + render(sample, "classroom")


@pytest.mark.parametrize("planted", ["a file", "a link"])
def test_a_draft_is_a_new_file_of_ours(
    planted: str, sample: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever guessed its name could have put something there, to be written through or kept open."""
    monkeypatch.setattr(os, "urandom", lambda size: b"\0" * size)
    draft, elsewhere = tmp_path / f".report.json.{'00' * 8}", tmp_path / "elsewhere"
    draft.symlink_to(elsewhere) if planted == "a link" else draft.write_text("planted")
    with pytest.raises(NotWritten, match="File exists"):
        write(sample, "json", tmp_path / "report.json")
    assert not elsewhere.exists()
    assert not (tmp_path / "report.json").exists()


def test_a_missing_folder_is_made(sample: Report, tmp_path: Path) -> None:
    for name in ("json", "classroom"):
        write(sample, name, tmp_path / name / "deep" / "report")
        assert (tmp_path / name / "deep" / "report").is_file()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this platform cannot refuse to follow links")
def test_links_are_not_followed(sample: Report, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(precious)
    with pytest.raises(NotWritten, match="classroom report could not be written"):
        write(sample, "classroom", link)
    assert link.is_symlink()
    write(sample, "json", link)
    assert not link.is_symlink()
    assert precious.read_text() == "mine"


@pytest.mark.parametrize("name", ["json", "classroom"])
def test_folders_and_devices_are_not_replaced(name: str, sample: Report, tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="it is a folder"):
        write(sample, name, tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(NotWritten, match=r"it is not an ordinary file\. Name a file"):
            write(sample, name, tmp_path / "pipe")


def test_a_write_that_fails_leaves_the_old_report_and_no_draft(
    sample: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "report.json"
    place.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotWritten, match="No space left on device"):
        write(sample, "json", place)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert place.read_text() == "old"


def test_importing_is_cheap() -> None:
    """Neither the package nor the terminal's report may import what costs more than the report itself."""
    code = (
        "import sys, asynclings.report; assert 'msgspec' not in sys.modules; import asynclings.report.terminal;"
        "print(sorted({'rich', 'jinja2', 'xml', 'json', 'pytest', 'httpx'} & set(sys.modules)))"
    )
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
