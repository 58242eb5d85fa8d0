"""What the clinic's database hands out."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol


class DatabaseError(Exception):
    """A query failed."""


class ConnectionBusy(DatabaseError):
    """Two queries were made at once on one connection, or one on a connection that had been given back."""


@dataclass(frozen=True)
class User:
    """A row of the table of users."""

    id: int
    name: str
    email: str


class Connection(Protocol):
    """A connection to the database. It can answer one query at a time."""

    async def fetch(self, sql: str, *args: Any) -> list[dict[str, Any]]:
        """The rows that a query finds: some 1 second. May raise `DatabaseError`."""
        ...


class Acquiring(AbstractAsyncContextManager[Connection], Protocol):
    """A connection that is still to be had: `async with`, or `await` and, in the end, `pool.release`."""

    def __await__(self) -> Any: ...


class Pool(Protocol):
    """A few connections that all share. Who finds none free waits, and they are handed out in the order of asking."""

    def acquire(self) -> Acquiring:
        """A connection: `async with pool.acquire() as connection:` gives it back at the end of the block."""
        ...

    def release(self, connection: Connection) -> None:
        """Give back a connection that was acquired with `await`."""
