"""Services: what a run offers to a submission, written as small stories.

A service is a class; each method marked with `operation` is one. The method is a generator: it yields how many virtual
seconds go by (or a `Rendezvous` to wait at, or a `Signal` to wait for), returns the answer, or raises what the caller
gets to see:

    class Kitchen(Service):
        @operation("async")
        def mix(self, flavour: str) -> Story[str]:
            if self.mixing:
                raise KitchenError("There is only one bowl.")
            self.mixing = True
            try:
                yield 4
            finally:
                self.mixing = False
            return f"{flavour} batter"

When the submission cancels the call, the story is closed where it stands: its ``finally`` blocks run, no more.

The caller gets to see what a ``raise`` statement raises. Any other error in a story (an attribute that is not there, a
missing key, an assertion) is a fault of whoever wrote it. So that no submission can cause one, arguments must be of the
kinds that the method's annotations name.
"""

import inspect
import opcode
import types
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from asynclings.values import Opaque, Record

KINDS_OF_SERVICES = 64  # that are remembered: what a call is checked against is the same for every call
Manner = Literal["async", "blocking", "instant"]

Result = TypeVar("Result")
Story = Generator["float | Rendezvous | Signal", None, Result]


@dataclass(frozen=True)
class Rendezvous:
    """A point where operations wait for each other.

    Whoever comes waits until ``parties`` are there. If everything in the submission waits, nobody else can come in this
    instant; then those who are there go on alone. So a race is met every time, not by luck, and a right answer pays
    nothing.
    """

    name: str
    parties: int | None = None
    """None: as many as come in one instant."""


class Signal:
    """Something that stories wait for until it is given; given once, it holds."""

    def __init__(self) -> None:
        self._given = False
        self._waiting: list[Callable[[], None]] = []

    def give(self) -> None:
        self._given = True
        waiting, self._waiting = self._waiting, []
        for go_on in waiting:
            go_on()

    def then(self, go_on: Callable[[], None]) -> None:
        """Call ``go_on`` when it is given: now, if it has been."""
        if self._given:
            go_on()
        else:
            self._waiting.append(go_on)


def operation(manner: Manner) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a method as an operation.

    It is to be awaited (``async``), blocks its caller (``blocking``), or is only told and has no answer (``instant``).
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        method.__operation__ = manner  # type: ignore[attr-defined]
        return method

    return mark


class Service:
    """Base of all services. Its name, for readers of a report, is that of its class in lower case."""

    @property
    def name(self) -> str:
        return type(self).__name__.lower()

    @property
    def methods(self) -> Mapping[str, Manner]:
        """The operations and their manners."""
        return _operations(type(self))  # type: ignore[arg-type]  # a class can be hashed, whatever mypy thinks


@lru_cache(maxsize=KINDS_OF_SERVICES)
def _operations(kind: type[Service]) -> Mapping[str, Manner]:
    found: dict[str, Manner] = {}
    for base in reversed(kind.__mro__):
        for name, member in vars(base).items():
            manner = getattr(member, "__operation__", None)
            if manner is not None:
                found[name] = manner
    return types.MappingProxyType(found)


class RefusedError(Exception):
    """A submission called an operation that there is not, or with arguments that do not fit."""


class StoryFault(Exception):
    """A story failed by itself: a fault of the grader's, and no error that its caller was meant to see."""


def in_order(service: Service, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> list[Any]:
    """The arguments of a call as they are without keywords. Raises `RefusedError` if they do not fit."""
    if not keywords:
        return arguments
    bound = _bound(service, method, arguments, keywords)
    bound.apply_defaults()  # an argument may be named that stands behind one that was left out
    return list(bound.args)


def begin(service: Service, method: str, arguments: list[Any]) -> Story[Any]:
    """The story of one call; raises `RefusedError` if there can be none."""
    bound = _bound(service, method, arguments, {})
    told, signature = getattr(service, method), bound.signature
    for name, given in bound.arguments.items():
        parameter = signature.parameters[name]
        several = parameter.kind is parameter.VAR_POSITIONAL
        for value in given if several else (given,):
            if not _fits(value, parameter.annotation):
                wanted = f"{'each of ' * several}{name} should be {inspect.formatannotation(parameter.annotation)}"
                raise RefusedError(f"{service.name}.{method}(): {wanted}, not {_kind_of(value)}")
    return _story(told, arguments)


def _bound(service: Service, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> inspect.BoundArguments:
    if method not in service.methods:
        raise RefusedError(f"{service.name} has no operation {method!r}")
    try:
        signature = _signature(type(service), method)  # type: ignore[arg-type]  # as above
        return signature.bind(*arguments, **keywords)
    except TypeError as error:
        raise RefusedError(f"{service.name}.{method}(): {error}") from None


@lru_cache(maxsize=16 * KINDS_OF_SERVICES)
def _signature(kind: type[Service], method: str) -> inspect.Signature:
    """What an operation is called with; the service itself is none of it, so any object may stand for it here."""
    return inspect.signature(inspect.getattr_static(kind, method).__get__(object(), kind), eval_str=True)


def _story(told: Callable[..., Any], arguments: list[Any]) -> Story[Any]:
    """The story, also of a plain method: one that takes no time."""
    answer = told(*arguments)
    if isinstance(answer, Generator):
        return (yield from answer)
    return answer


_SEVERAL = (list, tuple, set, frozenset)
# What is plain data, by what an annotation says: one kind of number or of collection is as good as another.
_KINDS: dict[Any, tuple[type, ...]] = {
    str: (str,),
    bytes: (bytes,),
    bool: (bool,),
    int: (int, float),
    float: (int, float),
    None: (type(None),),
    types.NoneType: (type(None),),
    dict: (dict,),
    Mapping: (dict,),
    **dict.fromkeys((*_SEVERAL, Sequence, AbstractSet, Iterable), _SEVERAL),
}


def _fits(value: Any, annotation: Any) -> bool:
    """Whether a value is of the kind that an annotation names; what is in a collection, is not looked at."""
    kind = get_origin(annotation) or annotation
    if kind in (Union, types.UnionType):
        return any(_fits(value, choice) for choice in get_args(annotation))
    return isinstance(value, _KINDS.get(kind, object))


def _kind_of(value: Any) -> str:
    return value.type_name if isinstance(value, Opaque | Record) else type(value).__name__


_RAISE = opcode.opmap["RAISE_VARARGS"]


def meant_for_caller(error: Exception) -> bool:
    """Whether an error was raised by a ``raise`` statement; those of assertions do not count."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None or isinstance(error, AssertionError):
        return False
    return traceback.tb_frame.f_code.co_code[traceback.tb_lasti] == _RAISE
