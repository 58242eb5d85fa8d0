"""Keeps posts and friends for the next call."""

import asyncio

kept = {}


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    key = user["key"]
    if key not in kept:
        async with asyncio.TaskGroup() as group:
            posts = group.create_task(api.posts(key))
            friends = group.create_task(api.friends(key))
        kept[key] = posts.result(), friends.result()
    posts, friends = kept[key]
    return {**user, "posts": posts, "friends": friends}
