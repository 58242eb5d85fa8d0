"""A task for the friends that nobody stops."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    friends = asyncio.create_task(api.friends(user["key"]))
    try:
        posts = await api.posts(user["key"])
    except ConnectionError:
        friends.cancel()
        await asyncio.wait([friends])
        raise
    return {**user, "posts": posts, "friends": await friends}
