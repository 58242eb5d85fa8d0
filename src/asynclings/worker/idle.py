"""Idle loops: ``while not done: pass``, which look again and again, and do nothing else.

They make no call that we could hear of, so they would never hand on the baton, and whoever could end them would never
get a turn. They are found when the submission is compiled, and given a call that counts their rounds. A loop that
computes, however long, is none of them: it would have to store something, or to call something.
"""

import ast
import builtins
import re
import sys
from importlib.machinery import FileFinder, SourceFileLoader
from types import CodeType

from asynclings.worker.participants import current

LOOK = "@look"  # what the call is named; no submission can give this name to something of its own

# A statement begins its line: most submissions have none, and are spared a millisecond of parsing.
_WHILE = re.compile(rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?\s*while\b")

# What asks and changes nothing, unless the submission has a function of that name.
_METHODS = frozenset({"cancelled", "done", "empty", "full", "is_alive", "is_set", "locked", "qsize", "running"})
_FUNCTIONS = frozenset({"bool", "len"})

_ASKS = (
    *(ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Tuple, ast.List),
    *(ast.Constant, ast.Name, ast.Attribute, ast.Call),
    *(ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop),
)


class CountingLoader(SourceFileLoader):
    """Loads a submission, with its idle loops counted. Keeps no compiled file: a child process could not run it."""

    code: CodeType
    """What was loaded."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        self.code = compile_counting(self.get_data(path), path)
        return self.code


def install(folder: str) -> None:
    """From now on, modules that are imported from this folder have their idle loops counted."""

    def finder(path: str) -> FileFinder:
        if path != folder:
            raise ImportError(f"only for {folder}")
        return FileFinder(path, (CountingLoader, [".py"]))

    setattr(builtins, LOOK, look)
    sys.path_hooks.insert(0, finder)


def look() -> None:
    """A round of an idle loop: in the bubble, others get their turn, until it is clear that none of them ends it."""
    me = current()
    if me is not None:
        me.bubble.observer.idle_loop()
        me.bubble.look()


def compile_counting(source: bytes, path: str) -> CodeType:
    """The code of a file, with a call of `look` in every round of an idle loop."""
    if _WHILE.search(source) is not None:
        tree = ast.parse(source, path)
        nodes = list(ast.walk(tree))
        own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        idle = [node for node in nodes if isinstance(node, ast.While) and _is_idle(node, own)]
        for loop in idle:
            call = ast.Expr(ast.Call(ast.Name(LOOK, ast.Load()), [], []))
            # As the last thing of a round, but on the line of the condition: that is where a learner should look.
            end = len(loop.body) - isinstance(loop.body[-1], ast.Continue)
            loop.body.insert(end, ast.fix_missing_locations(ast.copy_location(call, loop.test)))
        if idle:
            return compile(tree, path, "exec", dont_inherit=True)
    return compile(source, path, "exec", dont_inherit=True)


def _is_idle(loop: ast.While, own: set[str]) -> bool:
    *body, last = loop.body
    goes_on = isinstance(last, ast.Continue) or _does_nothing(last, own)
    return goes_on and _asks(loop.test, own) and all(_does_nothing(statement, own) for statement in body)


def _does_nothing(statement: ast.stmt, own: set[str]) -> bool:
    """Whether nothing happens in a statement, unless it leaves the loop."""
    match statement:
        case ast.Pass():
            return True
        case ast.Expr():
            return _asks(statement.value, own)
        case ast.If():
            branches = filter(None, (statement.body, statement.orelse))
            return _asks(statement.test, own) and all(
                _leaves(branch) or all(_does_nothing(inner, own) for inner in branch) for branch in branches
            )
        case _:
            return False


def _leaves(branch: list[ast.stmt]) -> bool:
    """Whether the loop is over after this branch, whatever happens in it."""
    again = any(isinstance(node, ast.Continue) for statement in branch for node in ast.walk(statement))
    return isinstance(branch[-1], ast.Break | ast.Return | ast.Raise) and not again


def _asks(expression: ast.expr, own: set[str]) -> bool:
    """Whether it merely asks for the state of something."""
    for node in ast.walk(expression):
        if not isinstance(node, _ASKS):
            return False
        if isinstance(node, ast.Attribute) and node.attr in own:  # it may be a property, and do anything
            return False
        if isinstance(node, ast.Call) and not _is_question(node, own):
            return False
    return True


def _is_question(call: ast.Call, own: set[str]) -> bool:
    match call.func:
        case ast.Attribute(attr=name):
            return name in _METHODS and not call.args and not call.keywords
        case ast.Name(id=name):
            return name in _FUNCTIONS and name not in own and len(call.args) == 1
        case _:
            return False
