"""Asks for posts and friends at once with the user, under the id instead of the key."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user, posts, friends = await asyncio.gather(fetch_user(api, user_id), api.posts(str(user_id)), api.friends(str(user_id)))
    return {**user, "posts": posts, "friends": friends}
