"""Many calls on one object at the same time, each in a task or in a thread of its own."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Call:
    """One of the calls."""

    method: str
    arguments: list[Any]


async def in_tasks(made: Any, calls: Sequence[Call]) -> list[Any]:
    """What each call returned or raised."""

    async def one(call: Call) -> Any:
        return await getattr(made, call.method)(*call.arguments)

    tasks = [asyncio.create_task(one(call), name=f"{call.method} {n}") for n, call in enumerate(calls, 1)]
    return list(await asyncio.gather(*tasks, return_exceptions=True))


def in_threads(made: Any, calls: Sequence[Call]) -> list[Any]:
    """What each call returned or raised."""
    outcomes: list[Any] = [None] * len(calls)

    def one(n: int, call: Call) -> None:
        try:
            outcomes[n] = getattr(made, call.method)(*call.arguments)
        except BaseException as error:
            outcomes[n] = error

    threads = [
        threading.Thread(target=one, args=(n, call), name=f"{call.method} {n + 1}") for n, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
