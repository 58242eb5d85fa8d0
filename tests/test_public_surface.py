"""The names that others may rely on. Whoever changes one changes this list, knowingly, and the changelog."""

import pytest

import asynclings
from asynclings import cli, driving, grading, report, services, track, workloads

PUBLIC = {
    cli: {"main"},
    driving: {"HOST", "PORT", "serve"},
    grading: {
        "Audience",
        "CannotRun",
        "Check",
        "CheckFailed",
        "Client",
        "FACETS",
        "Failure",
        "Frame",
        "GraderFault",
        "Lab",
        "Opaque",
        "Operation",
        "Record",
        "Rendezvous",
        "Reset",
        "Run",
        "ScriptRun",
        "Service",
        "Signal",
        "Site",
        "Stall",
        "Story",
        "Talk",
        "check",
        "dripping",
        "heard",
        "operation",
    },
    report: {"FORMATS", "NotWritten", "UnknownFormat", "render", "write"},
    services: {
        "Acquiring",
        "BurntCake",
        "CardIndex",
        "CardIndexError",
        "Connection",
        "ConnectionBusy",
        "DatabaseError",
        "IndexCard",
        "Job",
        "JobError",
        "Kitchen",
        "KitchenError",
        "Ledger",
        "LedgerError",
        "LegacyClient",
        "LegacyError",
        "LoopClock",
        "Pool",
        "RenderError",
        "ScratchedRecord",
        "Screen",
        "SlowReport",
        "StageFright",
        "StoreError",
        "Studio",
        "TicketStore",
        "UnknownUser",
        "User",
        "UserApi",
    },
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
    workloads: {"SEAL_MODULUS", "leibniz", "meet", "primes_below", "seed_card", "words_in"},
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
