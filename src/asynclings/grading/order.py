"""What is asked of a run, and what every run is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asynclings.world.disk import Disk

PROCESSOR_SECONDS = 3  # of one run on the virtual clock, where nothing but overhead costs any
MEMORY = 768 << 20  # bytes of data: 512 MiB run 400 threads
FILE_SIZE = 8 << 20  # bytes of any one file, the captured output among them


@dataclass(frozen=True)
class Order:
    """What is to be run. ``driven_by``, ``keywords``, ``manner``, ``calls``: see `messages.Run`.

    ``seconds`` of real time end the run.
    """

    target: str
    arguments: tuple[Any, ...]
    manner: str = "async"
    calls: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    virtual: bool = True
    heartbeat: float | None = None
    shuffle: int | None = None
    seconds: float = 20.0
    processor_seconds: int = PROCESSOR_SECONDS
    keywords: Mapping[str, Any] = field(default_factory=dict)
    start_method: str = ""
    """How multiprocessing starts processes (``fork``, ``spawn``); empty for the platform's own way."""
    policy: tuple[str, ...] = ()
    """What it may do beyond computing; see `asynclings.track.Exercise`."""
    driven_by: str = ""
    disk: Disk | None = None
