"""lru_cache keeps the coroutine, not its result."""

import asyncio
from functools import lru_cache


@lru_cache
async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    async with asyncio.TaskGroup() as group:
        posts = group.create_task(api.posts(user["key"]))
        friends = group.create_task(api.friends(user["key"]))
    return {**user, "posts": posts.result(), "friends": friends.result()}
