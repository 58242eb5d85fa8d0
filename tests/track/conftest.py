from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest


@pytest.fixture
def kit(tmp_path: Path) -> Callable[[str], Path]:
    """``kit(text)`` is the root of a kit whose ``exercises/track.yml`` holds the text."""

    def make(text: str) -> Path:
        (tmp_path / "exercises").mkdir()
        (tmp_path / "exercises" / "track.yml").write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return make
