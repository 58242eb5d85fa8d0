"""return_exceptions, and nobody looks."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    posts, friends = await asyncio.gather(api.posts(user["key"]), api.friends(user["key"]), return_exceptions=True)
    return {**user, "posts": posts, "friends": friends}
