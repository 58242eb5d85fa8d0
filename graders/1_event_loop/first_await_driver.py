"""Starts several countdowns in the same instant."""

import asyncio
from collections.abc import Callable
from types import ModuleType
from typing import Any


async def launch(
    submission: ModuleType, say: Callable[[str], None], rockets: list[tuple[str, int]], silent: str
) -> list[Any]:
    """What each countdown returned or raised; the loudspeaker refuses to say the words ``silent``."""

    def speak(words: str) -> None:
        if words == silent:
            raise OSError(f"the loudspeaker cannot say {words!r}")
        say(words)

    countdowns = [submission.countdown(name, ticks, speak) for name, ticks in rockets]
    return await asyncio.gather(*countdowns, return_exceptions=True)
