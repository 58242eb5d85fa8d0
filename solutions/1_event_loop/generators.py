"""A program from 2014, ported: the event loop is the trampoline now."""

import asyncio
from typing import Any

from asynclings.services import UserApi


# The decorator, the jobs and the trampoline are gone: `async def` makes coroutines, and the event loop runs them.
async def fetch_user(api: UserApi, user_id: int) -> dict[str, Any]:
    # `await` is the `yield from` of coroutines: it passes on what is waited for, and comes back with the answer.
    record = await api.user(user_id)
    return {"id": user_id, **record}


async def fetch_profile(api: UserApi, user_id: int) -> dict[str, Any]:
    # Everything else needs the key, so this comes first.
    user = await fetch_user(api, user_id)
    # Posts and friends do not need each other. The group asks for both, and stops one if the other fails.
    async with asyncio.TaskGroup() as group:
        posts = group.create_task(api.posts(user["key"]))
        friends = group.create_task(api.friends(user["key"]))
    return {**user, "posts": posts.result(), "friends": friends.result()}
