"""The numbers are dealt out to five workers beforehand, and each keeps his connection."""

import asyncio

from asynclings.services import Connection, Pool, User

QUERY = "SELECT id, name, email FROM users WHERE id = $1"


async def load_users(pool: Pool, ids: list[int]) -> list[User]:
    """The users with these numbers, in the order of the numbers. Raises `LookupError` for one that there is not."""

    async def share(numbers: list[int]) -> list[User]:
        async with pool.acquire() as connection:
            return [await load_user(connection, number) for number in numbers]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(share(ids[n::5])) for n in range(5)]
    shares = [task.result() for task in tasks]
    return [shares[n % 5][n // 5] for n in range(len(ids))]


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
