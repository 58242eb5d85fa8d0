"""Five at a time, and the next five when the last of them has come."""

import asyncio

from asynclings.services import Connection, Pool, User

QUERY = "SELECT id, name, email FROM users WHERE id = $1"


async def load_users(pool: Pool, ids: list[int]) -> list[User]:
    """The users with these numbers, in the order of the numbers. Raises `LookupError` for one that there is not."""

    async def load(number: int) -> User:
        # Acquired for one query and given back, so that whoever waits gets it next. No semaphore is needed: there are no
        # more connections than there are.
        async with pool.acquire() as connection:
            return await load_user(connection, number)

    users: list[User] = []
    for first in range(0, len(ids), 5):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(load(number)) for number in ids[first : first + 5]]
        users += [task.result() for task in tasks]
    return users


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
