"""gather, of tasks that can be stopped."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    tasks = [asyncio.create_task(api.posts(user["key"])), asyncio.create_task(api.friends(user["key"]))]
    try:
        posts, friends = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return {**user, "posts": posts, "friends": friends}
