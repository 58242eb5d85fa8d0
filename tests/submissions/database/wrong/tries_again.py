"""A query that was cancelled is made once more."""

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

    # If one query fails, the group cancels the others, and leaving their blocks they give their connections back.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(load(number)) for number in ids]
    return [task.result() for task in tasks]


async def load_user(connection: Connection, number: int) -> User:
    try:
        rows = await connection.fetch(QUERY, number)
    except asyncio.CancelledError:
        rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
