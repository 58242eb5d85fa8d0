"""The rules of the protocol: `rules.toml` says of each by which line it is kept, and which tests fail without that.

That they do is tried by `benchmarks/mutants.py`. Here it is seen to that the table goes on telling of what there is.
"""

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from asynclings.kit import kit_root

from .corpus import ATTACKS

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))["rule"]
GUARDS = [(rule["number"], guard) for rule in RULES for guard in rule["guards"]]


def guards(among: list[tuple[int, dict[str, Any]]]) -> list[Any]:
    return [pytest.param(guard, id=f"{number}-{guard.get('line', '')[:40]}") for number, guard in among]


def test_no_rule_is_missing() -> None:
    assert [rule["number"] for rule in RULES] == list(range(1, 17))
    assert all(rule["says"].endswith((".", ".)")) and rule["guards"] for rule in RULES)


@pytest.mark.parametrize("guard", guards([each for each in GUARDS if "line" in each[1]]))
def test_the_line_that_keeps_it_is_there_once(guard: dict[str, Any]) -> None:
    source = (ROOT / "src" / "asynclings" / guard["in"]).read_text(encoding="utf-8")
    assert source.count(guard["line"]) == 1
    ast.parse(source.replace(guard["line"], guard["without"]))


@pytest.mark.parametrize("guard", guards(GUARDS))
def test_the_tests_that_guard_it_are_there(guard: dict[str, Any]) -> None:
    attacks = {f"{attack.family}-{attack.name}" for attack in ATTACKS}
    for test in guard["tests"]:
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        function, _, case = name.partition("[")
        assert not name or function in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}, test
        if file.endswith("test_attacks.py"):
            assert case.removesuffix("]") in attacks, test
