"""One lock for all profiles."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


lock = asyncio.Lock()


async def fetch_profile(api, user_id):
    async with lock:
        user = await fetch_user(api, user_id)
        async with asyncio.TaskGroup() as group:
            posts = group.create_task(api.posts(user["key"]))
            friends = group.create_task(api.friends(user["key"]))
        return {**user, "posts": posts.result(), "friends": friends.result()}
