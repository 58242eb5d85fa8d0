"""How each defence is switched off, to see what happens without it.

Layers of a worker have names of their own and are left out by them (see `asynclings.sandbox.layers`). All others are
rules of the grader or of the zygote: something is put in the place of the line that keeps the rule.
"""

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asynclings import channel
from asynclings.grading import cancelling, conversation, engine, roll_call, watch
from asynclings.grading.conversation import Conversation
from asynclings.grading.lab import Lab
from asynclings.grading.run import Run, outcome
from asynclings.messages import ProtocolViolation, Started
from asynclings.sandbox import folders
from asynclings.sandbox.layers import LAYERS
from asynclings.values import reading
from asynclings.world import calls, service, world
from asynclings.world.moments import Moment
from asynclings.world.world import World

NO_LIMIT = 10**9
TOKEN = "ATTACKS_TOKEN"  # an environment variable of the grader's
Patch = tuple[object, str, Any]


@dataclass(frozen=True)
class Off:
    """``layer`` of a worker left out, ``patches`` in this process, ``zygote``: code that a zygote runs first."""

    layer: str = ""
    patches: tuple[Patch, ...] = ()
    zygote: str = ""


def _hold(self: Any, pid: int) -> None:
    while self._state != "over":
        self._await_frame(pid)
        for message in self._channel.receive():
            self._hear(message)


def _hear(self: Any, message: Any) -> None:
    try:
        _hear_by_the_rules(self, message)
    except ProtocolViolation:
        if isinstance(message, Started):
            self._transcript.layers = tuple(message.layers)


_hear_by_the_rules = Conversation._hear


def _begin(asked: service.Service, method: str, arguments: list[Any]) -> service.Story[Any]:
    return service._story(getattr(asked, method), arguments)


def _cancel_everywhere(self: Lab, *arguments: Any, **options: Any) -> list[Run]:
    return _cancel_everywhere_by_the_rules(self, *arguments, **{**options, "whole": lambda run: None})


_cancel_everywhere_by_the_rules = Lab.cancel_everywhere


def _some(moments: list[Moment], draw: object) -> list[Moment]:
    return moments[:: -(-len(moments) // cancelling.LIMIT)]


def _world(self: World, *arguments: Any, **options: Any) -> None:
    _world_by_the_rules(self, *arguments, **{**options, "horizon": float(NO_LIMIT)})


_world_by_the_rules = World.__init__


def _asked(self: Run, *arguments: Any, **options: Any) -> Run:
    return self


@contextmanager
def _shared(folder: Path) -> Iterator[engine._Nameless]:
    with _nameless(folder) as file:
        yield engine._Nameless(file.reading, file.reading)


_nameless = engine._nameless


def here(*patches: Patch) -> Off:
    return Off(patches=patches)


OWN_LOOP = """
import asyncio
from asynclings.worker.harness import Harness
Harness._new_loop = lambda self: asyncio.get_event_loop_policy().new_event_loop()
"""
FRONT_PATH = """
import sys
class Path(list):
    def append(self, folder):
        self.insert(0, folder)
sys.path = Path(sys.path)
"""
ONE_LIMIT = """
from collections import defaultdict
from asynclings.worker.hygiene import HygieneObserver
observe = HygieneObserver.__init__
def __init__(self, say):
    observe(self, say)
    seen = set()
    self._seen = defaultdict(lambda: seen)  # one for all kinds
HygieneObserver.__init__ = __init__
"""
SEMAPHORES = "from asynclings.worker import zygote; zygote._remove_semaphores = lambda prefix: None"

# What is no line of code: the clock, the comparison and the score are in another process; each run has a new folder.
ARCHITECTURE = ("process", "folder")

DEFENCES: dict[str, Off] = {
    **{name: Off(layer=name) for name in LAYERS},
    **{f"{name}.{rule}": Off(layer=f"{name}.{rule}") for name, rules in LAYERS.items() for rule in rules},
    "adopting": Off(zygote="from asynclings.sandbox import limits; limits.adopt_orphans = lambda on=True: None"),
    "rule.crowd": here((watch, "PROCESSES", NO_LIMIT)),
    "deadline": Off(),  # the arena knows how
    # the wire
    "rule.frame": here((channel, "FRAME_LIMIT", NO_LIMIT)),
    "rule.bytes": here((channel, "CONVERSATION_LIMIT", NO_LIMIT)),
    "rule.messages": here((channel, "MESSAGE_LIMIT", NO_LIMIT)),
    "rule.frames": here((Conversation, "hold", _hold)),
    "rule.states": here((Conversation, "_hear", _hear)),
    "rule.notice": here((conversation, "NOTICE_LENGTH", NO_LIMIT)),
    "rule.alive": here((conversation, "_alive", lambda pid: True)),
    # values
    "rule.types": here((outcome, "same", operator.eq)),
    "rule.parts": here((reading, "NODE_LIMIT", NO_LIMIT)),
    "rule.keys": here((reading, "KEY_LIMIT", NO_LIMIT)),
    "rule.errors": Off(zygote="from asynclings.values import writing; writing._message_of = str"),
    # the world
    "rule.begun": here((world, "OPERATION_LIMIT", NO_LIMIT)),
    "rule.operations": here((calls, "begin", _begin)),
    "rule.turns": here((world, "TURN_LIMIT", NO_LIMIT)),
    "rule.horizon": here((World, "__init__", _world)),
    # evidence
    "rule.asked": here((Run, "asked", _asked)),
    "rule.whole": here((Lab, "cancel_everywhere", _cancel_everywhere)),
    "rule.moments": here((cancelling, "_some", _some)),
    # the worker
    "rule.audit": Off(zygote="from asynclings.worker.audit import Audit; Audit._hear = lambda *_: None"),
    "rule.notices": Off(zygote=ONE_LIMIT),
    "rule.own_loop": Off(zygote=OWN_LOOP),
    "rule.appended": Off(zygote=FRONT_PATH),
    "rule.spinning": Off(zygote=f"from asynclings.worker import bubble; bubble.LOOK_LIMIT = {NO_LIMIT}"),
    # what a run leaves
    "rule.semaphores": Off(zygote=SEMAPHORES),
    "rule.own_names": here((roll_call, "make_empty", Path.touch)),
    "rule.own_reading": here((engine, "_nameless", _shared)),
    "rule.flattening": here((folders, "_flatten", lambda folder: None)),
    "rule.removal": here((folders, "remove", lambda folder: None)),
}
KERNEL = ("landlock", "seccomp")
OF_THE_ZYGOTE = ("environment", "undumpable")  # taken on once, by the process that starts all workers
