"""What an event loop of your own is given."""

from typing import Protocol


class LoopClock(Protocol):
    """The time of day, in seconds, and a way to let it pass."""

    def now(self) -> float:
        """What time it is."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass. The whole program stands still meanwhile."""
