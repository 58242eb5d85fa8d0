"""Folders are removed, however deep a submission made them."""

import os
from pathlib import Path

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


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "link").symlink_to(kept)
    remove(tmp_path / "link")
    assert kept.is_dir()
