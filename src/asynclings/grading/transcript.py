"""What is written down of a run."""

from dataclasses import dataclass, field
from typing import Any, Literal

from asynclings.grading.stacks import Halt
from asynclings.messages import Observed, Waits
from asynclings.values import Failure

Ending = Literal[
    "returned",  # with a value
    "raised",  # with an error
    "stuck",  # nothing could wake it, it would go on for ever, or it polls without waiting
    "processor",  # it used up its processor time
    "deadlocked",  # all its threads wait for each other, in the operating system
    "silent",  # in none of its processes anything ran any more
    "crowded",  # it had too many processes at once
    "deadline",  # it used up its real time
    "died",  # its process ended, by itself or by a signal
    "violation",  # it did not keep to the protocol
    "lost",  # it took the zygote with it
]


@dataclass
class Transcript:
    """What came of a run. ``ending`` says how it ended, the rest what is known of it."""

    ending: Ending = "died"
    importing: bool = True
    value: Any = None
    failure: Failure | None = None
    reason: str = ""
    waits: tuple[Waits, ...] = ()
    status: int | None = None
    observations: list[Observed] = field(default_factory=list)
    layers: tuple[str, ...] = ()
    beats: int = 0
    halts: tuple[Halt, ...] = ()
    output: str = ""
    output_full: bool = False
    files: dict[str, bytes | None] = field(default_factory=dict)
    """What its own folder held at the end; None for what is no readable file."""
    spent: float = 0.0
    """Real seconds."""
