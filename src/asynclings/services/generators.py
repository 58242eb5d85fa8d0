"""What the club's old program asks its server for."""

from typing import Any, Protocol


class UnknownUser(Exception):
    """The server has no such user."""


class UserApi(Protocol):
    """The server of the club. Every answer takes a second, and may be an error: `UnknownUser` or `ConnectionError`."""

    async def user(self, user_id: int) -> dict[str, Any]:
        """The name of a user, and the key under which the rest is filed."""
        ...

    async def posts(self, key: str) -> list[str]:
        """What the user with this key has written."""
        ...

    async def friends(self, key: str) -> list[str]:
        """The names of the friends of the user with this key."""
        ...
