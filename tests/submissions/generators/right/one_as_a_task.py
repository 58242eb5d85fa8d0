"""Asks for the friends in a task, for the posts itself."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    async with asyncio.TaskGroup() as group:
        friends = group.create_task(api.friends(user["key"]))
        posts = await api.posts(user["key"])
    return {**user, "posts": posts, "friends": friends.result()}
