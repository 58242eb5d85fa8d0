"""yield from in a function with async def is no Python."""


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = yield from fetch_user(api, user_id)
    posts = yield from api.posts(user["key"])
    friends = yield from api.friends(user["key"])
    return {**user, "posts": posts, "friends": friends}
