"""Asks for the user once for posts, once for friends."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    async def posts():
        return await api.posts((await fetch_user(api, user_id))["key"])

    async def friends():
        return await api.friends((await fetch_user(api, user_id))["key"])

    user, posts, friends = await asyncio.gather(fetch_user(api, user_id), posts(), friends())
    return {**user, "posts": posts, "friends": friends}
