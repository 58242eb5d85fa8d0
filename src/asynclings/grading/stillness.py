"""For how long nothing has run in some processes, seen from outside.

It is looked at now and then; what is between two looks that are equal was stillness (see `sandbox.quiescence`).
"""

import time
from collections.abc import Sequence

from asynclings.sandbox.quiescence import Look, asleep

EVERY = 0.05  # real seconds between two looks


class Stillness:
    """Begins when it is made."""

    def __init__(self) -> None:
        self._look: Look | None = None
        self._since = time.monotonic()
        self._next = 0.0

    def seconds(self, pids: Sequence[int]) -> float:
        """For how many real seconds nothing has run in these processes; 0 where the system does not tell."""
        now = time.monotonic()
        if now >= self._next:
            before, self._look = self._look, asleep(pids)
            if self._look is None or self._look != before:
                self._since = now
            self._next = now + EVERY
        return now - self._since if self._look is not None else 0.0
