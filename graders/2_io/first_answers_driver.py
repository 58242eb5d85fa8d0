"""Reads a stream of answers, and shows each pair on the board in the moment in which it is there."""

import asyncio
from contextlib import aclosing
from types import ModuleType
from typing import Any


async def show_all(submission: ModuleType, board: Any, urls: list[str], pause: float = 0) -> None:
    """Read to the end; after each pair, look at it for ``pause`` virtual seconds."""
    async with aclosing(_stream(submission, urls)) as pairs:
        async for url, text in pairs:
            board.show(url, text)
            if pause:
                await asyncio.sleep(pause)


async def show_some(submission: ModuleType, board: Any, urls: list[str], number: int) -> None:
    """Read so many pairs, and leave."""
    async with aclosing(_stream(submission, urls)) as pairs:
        async for url, text in pairs:
            board.show(url, text)
            number -= 1
            if not number:
                break


def _stream(submission: ModuleType, urls: list[str]) -> Any:
    pairs = submission.stream(urls)
    pairs.aclose  # noqa: B018 (no generator has none; said here, it is the submission that cannot be used)
    return pairs
