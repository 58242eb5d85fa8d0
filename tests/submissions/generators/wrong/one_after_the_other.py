"""Ported word for word: three seconds."""


async def fetch_user(api, user_id):
    return {"id": user_id, **await api.user(user_id)}


async def fetch_profile(api, user_id):
    user = await fetch_user(api, user_id)
    posts = await api.posts(user["key"])
    friends = await api.friends(user["key"])
    return {**user, "posts": posts, "friends": friends}
