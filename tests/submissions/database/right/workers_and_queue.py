"""Many workers take numbers from a queue, each for one query a connection."""

import asyncio

from asynclings.services import Connection, Pool, User

QUERY = "SELECT id, name, email FROM users WHERE id = $1"


async def load_users(pool: Pool, ids: list[int]) -> list[User]:
    """The users with these numbers, in the order of the numbers. Raises `LookupError` for one that there is not."""

    numbers = asyncio.Queue()
    for place in enumerate(ids):
        numbers.put_nowait(place)
    found: dict[int, User] = {}

    async def work() -> None:
        while not numbers.empty():
            async with pool.acquire() as connection:
                if numbers.empty():
                    return
                place, number = numbers.get_nowait()
                found[place] = await load_user(connection, number)

    async with asyncio.TaskGroup() as group:
        for _ in ids:
            group.create_task(work())
    return [found[place] for place in range(len(ids))]


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
