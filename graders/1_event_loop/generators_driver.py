"""Calls the ported functions, and looks at what they give before it is awaited."""

import asyncio
import inspect
from types import ModuleType
from typing import Any


async def look_and_await(submission: ModuleType, api: Any, user_id: int) -> list[Any]:
    """The user and the profile; the server hears what kind of thing each call gave."""
    results = []
    for name in ("fetch_user", "fetch_profile"):
        made = getattr(submission, name)(api, user_id)
        api.called(name, inspect.iscoroutine(made), type(made).__name__)
        results.append(await made)
    return results


async def many_at_once(submission: ModuleType, api: Any, user_ids: list[int]) -> list[Any]:
    return await asyncio.gather(*(submission.fetch_profile(api, user_id) for user_id in user_ids))


async def again(submission: ModuleType, api: Any, function: str, user_id: int) -> list[Any]:
    """The same user or profile twice, one call after the other."""
    fetch = getattr(submission, function)
    return [await fetch(api, user_id), await fetch(api, user_id)]
