"""Raises an error of its own instead of the one that came."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    try:
        return await parts(api, user_id)
    except* Exception:
        raise ConnectionError('no profile') from None


async def parts(api, user_id):
    user = await fetch_user(api, user_id)
    async with asyncio.TaskGroup() as group:
        posts = group.create_task(api.posts(user["key"]))
        friends = group.create_task(api.friends(user["key"]))
    return {**user, "posts": posts.result(), "friends": friends.result()}
