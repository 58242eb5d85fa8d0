"""What is called: a function or a class of the submission; and how it is said that it cannot be called as it has to be.

The names of the errors are known to the grader's side, which tells them from the submission's own.
"""

import inspect
import sys
from types import CodeType, FunctionType
from typing import Any

from asynclings.messages import NOWHERE, Where
from asynclings.values.writing import name_of
from asynclings.worker.idle import CountingLoader
from asynclings.worker.places import Places

DECORATORS = 20  # of one function, that are looked behind


class MissingFunction(Exception):
    """The submission does not define what was asked for."""


class NotAsynchronous(Exception):
    """A plain function stands where a coroutine function was asked for."""


class NotSynchronous(Exception):
    """A coroutine function stands where a plain one was asked for."""


class WrongSignature(Exception):
    """What was asked for does not take what it is called with, or cannot be used as it is."""


class Target:
    """``what`` is called, or drives what is; ``name`` is what it is for a learner."""

    def __init__(self, name: str, what: Any) -> None:
        self._name = name
        self._what = what

    def call(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """Call a plain function. Raises `NotSynchronous`, `WrongSignature`, and what it raises."""
        if inspect.iscoroutinefunction(self._what):
            raise NotSynchronous(
                f"{self._name} is a coroutine function (async def), and a plain one is asked for. Write `def`."
            )
        return self.begin(arguments, keywords)

    def start(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """What a coroutine function gives, to be awaited. Raises `NotAsynchronous`, `WrongSignature`."""
        awaitable = self.begin(arguments, keywords)
        if not inspect.isawaitable(awaitable):
            raise NotAsynchronous(
                f"{self._name} is called like a coroutine function, and it gave {name_of(type(awaitable))} "
                "immediately. Write `async def`, and `return` the result at its end."
            )
        return awaitable

    def begin(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """Call it, whatever it is. Raises `WrongSignature`, and what it raises."""
        try:
            return self._what(*arguments, **keywords)
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise  # from inside of it
            number = len(arguments) + len(keywords)
            raise WrongSignature(
                f"{self._name} cannot be called as it has to be, with {number} argument{'s' * (number != 1)}: "
                f"{TypeError.__str__(error)}. Keep the parameters that it had in the beginning."
            ) from None


def find(module: Any, name: str, file: str) -> Any:
    """What a module, imported from this file, calls by this name. Raises `MissingFunction`."""
    try:
        return vars(module)[name]
    except KeyError:
        raise MissingFunction(
            f"{file} does not define {name}. Give it the name that it has in the file that you began with."
        ) from None


def beginning_of(what: Any, places: Places) -> Where:
    """Where a function or a class of the submission begins; of a decorated function, what was decorated."""
    if issubclass(type(what), type):
        return _beginning_of_class(what, places)
    place = NOWHERE
    for _ in range(DECORATORS):
        if type(what) is not FunctionType:
            break
        if (found := places.of_code(what.__code__)) is not NOWHERE:
            place = found
        what = dict.get(vars(what), "__wrapped__")
    return place


def _beginning_of_class(what: Any, places: Places) -> Where:
    name, module = vars(type)["__name__"].__get__(what), type.__getattribute__(what, "__dict__").get("__module__")
    loader = getattr(sys.modules.get(module), "__loader__", None) if type(module) is str else None
    defined = loader.code.co_consts if type(loader) is CountingLoader else ()
    bodies = (each for each in defined if isinstance(each, CodeType) and each.co_name == name)
    return next(map(places.of_code, bodies), NOWHERE)


def as_driven(error: BaseException, driver: str, name: str) -> BaseException:
    """The error to tell of: one of the driver's own line means that what it drives is not what it was."""
    traceback = vars(BaseException)["__traceback__"].__get__(error)
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None or traceback.tb_frame.f_code.co_filename != driver:
        return error
    if type(error) is not TypeError and type(error) is not AttributeError:
        return error
    return WrongSignature(
        f"{name} cannot be used as it has to be: {Exception.__str__(error)}. "
        "Keep the names, the parameters and the kind (`async def` or `def`) that it had in the beginning."
    )
