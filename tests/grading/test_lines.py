"""How the learner's line is found. Which one it is, `line` in tests/submissions/*/verdicts.toml says for some."""

import ast
from pathlib import Path

import asynclings
from asynclings.kit import kit_root

KIT = Path(asynclings.__file__).parent
READING = {"source", "getline", "getlines", "getsource", "getsourcelines", "findsource"}


def test_the_source_is_read_to_show_a_line_and_for_nothing_else() -> None:
    """No verdict and no advice comes from how a submission is written."""
    folders = (KIT / "grading", KIT / "worker", kit_root() / "graders")
    trees = {file.name: ast.parse(file.read_text("utf-8")) for folder in folders for file in folder.rglob("*.py")}
    names = {name: set(map(_attribute, ast.walk(tree))) for name, tree in trees.items()}
    assert {name for name, used in names.items() if used & READING} == {"evidence.py"}


def _attribute(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""
