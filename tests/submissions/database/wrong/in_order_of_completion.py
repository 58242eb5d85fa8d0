"""The users come in the order of the answers."""

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

    tasks = [asyncio.create_task(load(number)) for number in ids]
    try:
        return [await task for task in asyncio.as_completed(tasks)]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
