"""Without the decorator these are generators, and nobody runs them."""


def fetch_user(api, user_id):
    record = yield api.user(user_id)
    return {"id": user_id, **record}


def fetch_profile(api, user_id):
    user = yield from fetch_user(api, user_id)
    posts = yield api.posts(user["key"])
    friends = yield api.friends(user["key"])
    return {**user, "posts": posts, "friends": friends}
