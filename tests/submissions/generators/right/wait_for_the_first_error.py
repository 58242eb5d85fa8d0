"""asyncio.wait ends at the first error."""

import asyncio


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    asking = {name: asyncio.ensure_future(getattr(api, name)(user["key"])) for name in ("posts", "friends")}
    try:
        await asyncio.wait(asking.values(), return_when=asyncio.FIRST_EXCEPTION)
        for task in asking.values():
            if task.done():
                task.result()
    finally:
        for task in asking.values():
            task.cancel()
        await asyncio.wait(asking.values())
    return user | {name: task.result() for name, task in asking.items()}
