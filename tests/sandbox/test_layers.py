"""Layers and their rules by name: what is left out is left out, and nothing else."""

import pytest

from asynclings.sandbox.layers import ALL, LAYERS, Layers


def test_a_rule_is_left_out_alone_and_a_layer_with_all_its_rules() -> None:
    assert "seccomp" in ALL and "seccomp.sockets" in ALL
    rule = Layers(frozenset({"seccomp.sockets"}))
    assert ("seccomp" in rule, "seccomp.sockets" in rule, "seccomp.machine" in rule) == (True, False, True)
    layer = Layers(frozenset({"seccomp"}))
    assert ("seccomp" in layer, "seccomp.sockets" in layer, "landlock" in layer) == (False, False, True)
    assert [layers.whole("seccomp") for layers in (ALL, rule, layer)] == [True, False, False]
    assert [layers.whole("landlock") for layers in (ALL, rule, layer)] == [True, True, True]


def test_a_name_that_is_none_is_refused() -> None:
    """Else a test that leaves out a layer by a name of its own would show nothing."""
    with pytest.raises(ValueError, match=r"no layers \['seccomp\.socket'\]; these there are: .*'seccomp\.sockets'"):
        Layers(frozenset({"seccomp.socket"}))
    with pytest.raises(ValueError, match="no layer 'landlok'"):
        assert "landlok" in ALL


def test_the_rules_are_those_that_the_filter_has() -> None:
    from asynclings.sandbox import calls

    assert {"architectures", "controls", *calls.RULES} == set(LAYERS["seccomp"])
