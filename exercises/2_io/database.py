"""Five connections for everybody.

The clinic's database answers a query in a second, and it has five connections for all who ask.
This program takes one of them and asks for one user after another, while the other four have nothing to do.
Use them all, one query at a time on each, and give every one back, whatever happens.
"""

from asynclings.services import Connection, Pool, User

QUERY = "SELECT id, name, email FROM users WHERE id = $1"


async def load_users(pool: Pool, ids: list[int]) -> list[User]:
    """The users with these numbers, in the order of the numbers. Raises `LookupError` for one that there is not."""
    # TODO: four of five connections have nothing to do.
    async with pool.acquire() as connection:
        return [await load_user(connection, number) for number in ids]


async def load_user(connection: Connection, number: int) -> User:
    rows = await connection.fetch(QUERY, number)
    if not rows:
        raise LookupError(f"there is no user {number}")
    return User(**rows[0])
