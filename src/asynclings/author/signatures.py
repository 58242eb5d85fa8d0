"""What a module offers, read off its source: nothing is imported."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """How a function is called. ``kind`` is ``def`` or ``async def``."""

    kind: str
    parameters: str
    returns: str


def differences(stub: str, solution: str) -> list[str]:
    """What both define, and the solution differently, in sentences. Raises `SyntaxError`.

    What one of them lacks is not missed here: whatever the checks call, neither would do without.
    """
    promised, kept = dict(_signatures(ast.parse(stub))), dict(_signatures(ast.parse(solution)))
    found = []
    for name, theirs in promised.items():
        ours = kept.get(name, theirs)
        if theirs.parameters != ours.parameters:
            found.append(f"{name} takes ({theirs.parameters}) in the stub and ({ours.parameters}) in the solution.")
        elif theirs.kind == ours.kind and theirs.returns != ours.returns:
            # Of another kind it cannot return the same: to write `async def` may be the task.
            found.append(f"{name} returns {theirs.returns} in the stub and {ours.returns} in the solution.")
    return found


def _signatures(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Signature]]:
    """The public functions and methods, each with its dotted name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _public(node.name):
            kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            returns = ast.unparse(node.returns) if node.returns is not None else "anything"
            yield prefix + node.name, Signature(kind, ast.unparse(node.args), returns)
        elif isinstance(node, ast.ClassDef) and _public(node.name):
            yield from _signatures(node, f"{prefix}{node.name}.")


def _public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))
