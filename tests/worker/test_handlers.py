"""What an error has passed on its way out, and which lines can keep one back: read off compiled code."""

# ruff: noqa: SIM105

import ast
import asyncio
import contextlib
import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import Any

import pytest

from asynclings.worker.handlers import Clause, clauses_passed, heads


class Group(Exception):
    """Stands for any error that no clause below asks for."""


def fails() -> None:
    raise Group


def one_clause() -> None:
    try:
        fails()
    except ValueError:
        pass


def two_clauses_the_first_of_which_has_names() -> None:
    try:
        fails()
    except (OSError, json.JSONDecodeError) as error:
        print(error)
    except KeyError:
        raise


def from_the_inside_outwards() -> None:
    try:
        with contextlib.suppress(OSError):
            try:
                fails()
            except IndexError:
                fails()
            finally:
                with contextlib.suppress(ZeroDivisionError):
                    print(1 / 0)
    except KeyError:
        pass


def many_names_before_it() -> None:
    try:
        fails()
        a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = fails
        [[a0, a1, a2, a3, a4, a5, a6, a7, a8, a9] for _ in range(3) for _ in range(4) for _ in range(5)]
    except LookupError:
        [[fails, fails, fails, fails, fails, fails, fails, fails] for _ in range(3) for _ in range(4)]
    except ArithmeticError:
        pass


def raised_in_a_clause() -> None:
    try:
        try:
            int("x")
        except ValueError:
            fails()
        except TypeError:
            pass
    except KeyError:
        pass


def only_beside_it() -> None:
    try:
        int("1")
    except ValueError:
        pass
    fails()
    try:
        int("1")
    except TypeError:
        pass


async def failing_items() -> AsyncIterator[int]:
    yield 1
    fails()


async def out_of_a_loop() -> None:
    try:
        async for _ in failing_items():
            pass
    except ValueError:
        pass
    try:
        fails()
    except LookupError:
        pass


async def past_a_loop_alone() -> None:
    async for _ in failing_items():
        pass
    try:
        fails()
    except LookupError:
        pass


async def out_of_what_is_awaited() -> None:
    try:
        await past_a_loop_alone()
    except OSError:
        pass


def a_starred_clause() -> None:
    try:
        fails()
    except* ValueError:
        pass


def a_clause_in_a_loop() -> None:
    for _ in range(3):
        while True:
            try:
                fails()
            except OSError:
                continue
            finally:
                print()


@pytest.mark.parametrize(
    ("function", "passed"),
    [
        (one_clause, [("ValueError",)]),
        (two_clauses_the_first_of_which_has_names, [("OSError", "json", "JSONDecodeError"), ("KeyError",)]),
        (from_the_inside_outwards, [("IndexError",), ("KeyError",)]),
        (many_names_before_it, [("LookupError",), ("ArithmeticError",)]),
        (raised_in_a_clause, [("KeyError",)]),
        (only_beside_it, []),
        (out_of_a_loop, [("ValueError",)]),
        (past_a_loop_alone, []),
        (out_of_what_is_awaited, [("OSError",)]),
        (a_starred_clause, []),
        (a_clause_in_a_loop, [("OSError",)]),
    ],
)
def test_the_clauses_that_an_error_has_passed(function: Callable[[], Any], passed: list[tuple[str, ...]]) -> None:
    clauses = [*of_error(function)]
    assert [clause.names for clause in clauses] == passed
    lines, first = inspect.getsourcelines(function)
    for clause in clauses:
        assert "except" in lines[clause.line - first] and clause.names[0] in lines[clause.line - first]


def of_error(function: Callable[[], Any]) -> Iterator[Clause]:
    with pytest.raises((Group, ExceptionGroup)) as raised:
        if (coroutine := function()) is not None:
            asyncio.run(coroutine)
    traceback: TracebackType | None = raised.value.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code is function.__code__:
            return clauses_passed(traceback.tb_frame.f_code, traceback.tb_lasti)
        traceback = traceback.tb_next
    raise AssertionError("the error did not pass through the function")


async def all_kinds(door: Any) -> None:
    try:
        async with door as it, door:
            await it
        with contextlib.suppress(OSError):
            await door
    except (
        ValueError,
        TypeError,
    ):
        return
    except OSError:
        pass
    except:  # noqa: E722
        print()
    finally:
        print()
    try:
        await door
    except:  # noqa: E722
        print()
    try:
        await door
    except* KeyError:
        print()


def test_the_lines_that_can_keep_an_error_back() -> None:
    lines, first = inspect.getsourcelines(all_kinds)
    (function,) = ast.parse("".join(lines)).body
    expected = {}
    for node in ast.walk(function):
        match node:
            case ast.With() | ast.AsyncWith():
                expected.update({item.context_expr.lineno: "with" for item in node.items})
            case ast.ExceptHandler():
                expected[node.lineno if node.type is None else node.type.lineno] = "except"
    assert {line - first + 1: kind for line, kind in heads(all_kinds.__code__).items()} == expected
