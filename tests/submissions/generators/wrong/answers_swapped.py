"""Takes the answers in the order in which they come."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    asking = [asyncio.create_task(api.friends(user["key"])), asyncio.create_task(api.posts(user["key"]))]
    posts, friends = [await done for done in asyncio.as_completed(asking)]
    return {**user, "posts": posts, "friends": friends}
