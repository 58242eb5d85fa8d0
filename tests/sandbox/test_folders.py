"""Folders are removed, however deep a submission made them."""

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from asynclings.sandbox import capabilities
from asynclings.sandbox.folders import remove, scratch


def test_a_folder_that_is_too_deep_for_a_path_is_removed(tmp_path: Path) -> None:
    here = Path.cwd()
    with scratch(tmp_path) as folder:
        os.chdir(folder)
        try:
            for _ in range(3_000):
                Path("deeper").mkdir()
                os.chdir("deeper")
        finally:
            os.chdir(here)
        (folder / "file").write_text("text")
        (folder / "link").symlink_to(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def nobody_in_particular() -> Iterator[None]:
    """Modes hold for everybody but root."""
    with capabilities.set_aside() if sys.platform == "linux" else nullcontext():
        yield


@pytest.mark.parametrize("mode", [0, 0o300, 0o500])
@pytest.mark.usefixtures("nobody_in_particular")
def test_a_folder_that_was_shut_is_removed(tmp_path: Path, mode: int) -> None:
    with scratch(tmp_path) as folder:
        for shut in (folder / "file", folder / "inner" / "file", folder / "inner" / "innermost" / "file"):
            shut.parent.mkdir(exist_ok=True)
            shut.touch()
        for shut in (folder / "inner" / "innermost", folder / "inner", folder):
            shut.chmod(mode)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nobody_in_particular")
def test_what_cannot_be_removed_stays_without_an_error(tmp_path: Path) -> None:
    (tmp_path / "shut" / "inner").mkdir(parents=True)
    for mode, stays in ((0, True), (0o500, True), (0o700, False)):
        (tmp_path / "shut").chmod(mode)
        remove(tmp_path / "shut" / "inner")
        (tmp_path / "shut").chmod(0o700)
        assert (tmp_path / "shut" / "inner").exists() is stays


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "link").symlink_to(kept)
    kept.chmod(0o500)
    remove(tmp_path / "link")
    assert kept.stat().st_mode & 0o777 == 0o500
