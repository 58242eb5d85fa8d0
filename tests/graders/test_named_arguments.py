"""What learners are told of a service, and the service itself: both give the arguments the same names."""

import inspect
from collections.abc import Mapping
from typing import Any

import pytest

from asynclings import services
from asynclings.grading.checks import load_checks
from asynclings.track import load
from asynclings.world.service import Service

BY_A_DRIVER = {
    "Acquiring",
    "Connection",
    "Job",
    "LoopClock",
    "Pool",
}  # what learners get of these is no service of the world


def of_graders() -> list[type[Service]]:
    """The services of all graders."""
    modules = [inspect.getmodule(load_checks(exercise.grader)[0].function) for exercise in load().exercises]
    found = [member for module in modules for member in vars(module).values() if isinstance(member, type)]
    return [each for each in found if issubclass(each, Service) and each is not Service]


def names(members: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names of the arguments of each method."""
    return {name: list(inspect.signature(method).parameters)[1:] for name, method in members.items()}


def methods(public: type) -> dict[str, Any]:
    return {name: each for name, each in vars(public).items() if inspect.isfunction(each) and name[0] != "_"}


PUBLIC = [
    each
    for name, each in vars(services).items()
    if name in services.__all__ and getattr(each, "_is_protocol", False) and methods(each) and name not in BY_A_DRIVER
]


@pytest.mark.parametrize("public", PUBLIC, ids=lambda each: each.__name__)
def test_arguments_are_called_what_learners_are_told(public: type) -> None:
    told = names(methods(public))
    real = [
        names({name: vars(each)[name] for name in told}) for each in of_graders() if told.keys() <= vars(each).keys()
    ]
    assert told in real
