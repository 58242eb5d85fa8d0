"""All queries at once, on one connection."""

import asyncio

from asynclings.services import Connection, Pool, User

QUERY = "SELECT id, name, email FROM users WHERE id = $1"


async def load_users(pool: Pool, ids: list[int]) -> list[User]:
    """The users with these numbers, in the order of the numbers. Raises `LookupError` for one that there is not."""

    async with pool.acquire() as connection:
        return list(await asyncio.gather(*(load_user(connection, number) for number in ids)))


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
