"""The names that others may rely on. Whoever changes one changes this list, knowingly, and the changelog."""

import pytest

import asynclings
from asynclings import cli, report, track

PUBLIC = {
    cli: {"main"},
    report: {"FORMATS", "NotWritten", "UnknownFormat", "render", "write"},
    track: {
        "Chapter",
        "Exercise",
        "FrontMatter",
        "Hint",
        "Track",
        "TrackError",
        "UnknownExercise",
        "kit_root",
        "load",
    },
}


@pytest.mark.parametrize("module", PUBLIC, ids=lambda module: module.__name__)
def test_a_module_exports_these_names_and_has_them(module: object) -> None:
    assert set(module.__all__) == PUBLIC[module]  # type: ignore[attr-defined,index]
    for name in module.__all__:  # type: ignore[attr-defined]
        assert hasattr(module, name)


def test_the_package_itself_has_its_version_and_nothing_to_import() -> None:
    assert asynclings.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="no attribute 'versoin'"):
        _ = asynclings.versoin
