"""What a grader file imports: checks, the lab, services and sites."""

from typing import TYPE_CHECKING, Any

from asynclings.grading.audience import heard
from asynclings.grading.checks import FACETS, Check, check
from asynclings.grading.failures import CannotRun, CheckFailed, GraderFault
from asynclings.grading.lab import Lab
from asynclings.grading.run import Run
from asynclings.grading.script import ScriptRun
from asynclings.values import Failure, Frame, Opaque, Record
from asynclings.world.clients import Audience, Client, Talk
from asynclings.world.service import Rendezvous, Service, Signal, Story, operation
from asynclings.world.trace import Operation

if TYPE_CHECKING:
    from asynclings.world.web import Reset, Site, Stall, dripping

__all__ = [
    "FACETS",
    "Audience",
    "CannotRun",
    "Check",
    "CheckFailed",
    "Client",
    "Failure",
    "Frame",
    "GraderFault",
    "Lab",
    "Opaque",
    "Operation",
    "Record",
    "Rendezvous",
    "Reset",
    "Run",
    "ScriptRun",
    "Service",
    "Signal",
    "Site",
    "Stall",
    "Story",
    "Talk",
    "check",
    "dripping",
    "heard",
    "operation",
]


def __getattr__(name: str) -> Any:
    # The web needs httpx and respx: 150 ms that an exercise without it should not pay.
    if name in ("Reset", "Site", "Stall", "dripping"):
        from asynclings.world import web

        return getattr(web, name)
    raise AttributeError(name)
