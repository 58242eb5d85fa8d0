"""What the report says of the layers: as strong as they are, and why one is missing."""

import platform

import pytest

from asynclings.grading import isolation
from asynclings.grading.isolation import isolation_of

ALL = ["process", "session", "environment", "rlimits", "parent_death", "no_new_privs", "landlock:7", "seccomp"]


@pytest.mark.parametrize(
    ("without", "trust", "missing"),
    [
        ((), "strong", []),
        (("landlock:7",), "medium", ["landlock"]),
        (("seccomp",), "medium", ["seccomp"]),
        (("no_new_privs",), "medium", ["no_new_privs"]),
        (("landlock:7", "seccomp", "rlimits"), "basic", ["landlock", "seccomp", "rlimits"]),
    ],
)
def test_the_trust_is_what_the_layers_are_worth(without: tuple[str, ...], trust: str, missing: list[str]) -> None:
    layers = [layer for layer in ALL if layer not in without]
    found = isolation_of(layers)
    assert (found.trust, [layer.layer for layer in found.missing]) == (trust, missing)
    assert found.active == tuple(layers)


@pytest.mark.parametrize(
    ("system", "table", "landlock", "seccomp"),
    [
        ("Linux", True, "this kernel does not have it", "this kernel does not have it"),
        ("Linux", False, "this kernel does not have it", "on 64-bit x86_64 and aarch64 only"),
        ("Darwin", False, "only Linux has it", "only Linux has it"),
    ],
)
def test_a_missing_layer_has_its_reason(
    system: str, table: bool, landlock: str, seccomp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(isolation.seccomp, "SUPPORTED", table)
    why = {layer.layer: layer.why for layer in isolation_of(["process", "rlimits"]).missing}
    assert landlock in why["landlock"] and seccomp in why["seccomp"]
