"""Runs fetch_user in a second loop."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = asyncio.run(fetch_user(api, user_id))
    async with asyncio.TaskGroup() as group:
        posts = group.create_task(api.posts(user["key"]))
        friends = group.create_task(api.friends(user["key"]))
    return {**user, "posts": posts.result(), "friends": friends.result()}
