"""A pool of connections, as database libraries have them, over the `database` of the grader."""

import itertools
from collections.abc import Generator
from types import ModuleType
from typing import Any


class Connection:
    def __init__(self, database: Any, ticket: int) -> None:
        self.database = database
        self.ticket = ticket

    async def fetch(self, sql: str, *args: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.database.fetch(self.ticket, sql, *args)
        return rows


class Acquiring:
    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._connection: Connection | None = None

    async def _acquire(self) -> Connection:
        ticket = next(self._pool.tickets)
        try:
            await self._pool.database.acquire(ticket)
        except BaseException:
            self._pool.database.release(ticket)  # also where it had just been handed out
            raise
        return Connection(self._pool.database, ticket)

    def __await__(self) -> Generator[Any, None, Connection]:
        return self._acquire().__await__()

    async def __aenter__(self) -> Connection:
        self._connection = await self._acquire()
        return self._connection

    async def __aexit__(self, *exception: object) -> None:
        assert self._connection is not None
        self._pool.release(self._connection)


class Pool:
    def __init__(self, database: Any) -> None:
        self.database = database
        self.tickets = itertools.count(1)

    def acquire(self) -> Acquiring:
        return Acquiring(self)

    def release(self, connection: Connection) -> None:
        self.database.release(connection.ticket)


async def load(submission: ModuleType, database: Any, ids: list[int]) -> Any:
    return await submission.load_users(Pool(database), ids)
