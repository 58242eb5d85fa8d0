"""Puts each answer where it belongs as it comes."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    profile = dict(user, posts=None, friends=None)

    async def ask(what):
        profile[what] = await getattr(api, what)(user["key"])

    tasks = [asyncio.create_task(ask(what)) for what in ("posts", "friends")]
    try:
        for done in asyncio.as_completed(tasks):
            await done
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    return profile
