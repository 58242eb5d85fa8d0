"""Makes tasks, and waits for each in the same line."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await asyncio.create_task(fetch_user(api, user_id))
    posts = await asyncio.create_task(api.posts(user["key"]))
    friends = await asyncio.create_task(api.friends(user["key"]))
    return {**user, "posts": posts, "friends": friends}
