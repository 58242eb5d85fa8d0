"""Generators still, under the decorator of the types module."""

import asyncio
import types


@types.coroutine
def fetch_user(api, user_id):
    record = yield from api.user(user_id)
    return {"id": user_id, **record}


@types.coroutine
def fetch_profile(api, user_id):
    user = yield from fetch_user(api, user_id)
    posts, friends = yield from asyncio.gather(api.posts(user["key"]), api.friends(user["key"]))
    return {**user, "posts": posts, "friends": friends}
