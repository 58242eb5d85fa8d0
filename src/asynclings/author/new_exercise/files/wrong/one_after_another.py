"""AUTHOR: a mistake, and how it looks."""


async def fetch_all(shelf, names):
    things = []
    for name in names:
        things.append(await shelf.fetch(name))
    return things
