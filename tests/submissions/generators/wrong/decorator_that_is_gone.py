"""asyncio.coroutine, which Python 3.11 no longer has."""

import asyncio


@asyncio.coroutine
def fetch_user(api, user_id):
    record = yield from api.user(user_id)
    return {"id": user_id, **record}


@asyncio.coroutine
def fetch_profile(api, user_id):
    user = yield from fetch_user(api, user_id)
    posts = yield from api.posts(user["key"])
    friends = yield from api.friends(user["key"])
    return {**user, "posts": posts, "friends": friends}
