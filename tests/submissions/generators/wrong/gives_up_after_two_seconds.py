"""Waits for two seconds, and takes what there is."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    asking = [asyncio.create_task(api.posts(user["key"])), asyncio.create_task(api.friends(user["key"]))]
    done, pending = await asyncio.wait(asking, timeout=2)
    posts, friends = [task.result() if task in done else [] for task in asking]
    return {**user, "posts": posts, "friends": friends}
