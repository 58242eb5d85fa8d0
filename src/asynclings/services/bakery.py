"""What the bakery hands out; times are in minutes."""

from typing import Protocol


class KitchenError(Exception):
    """A rule of the kitchen was broken."""


class BurntCake(Exception):
    """A cake has burnt."""


class Kitchen(Protocol):
    """A kitchen with one bowl and one oven that holds two cakes."""

    async def preheat(self) -> None:
        """Heat the oven: 10 minutes."""

    async def mix(self, flavour: str) -> str:
        """Mix a batter: 4 minutes. There is one bowl; mixing twice at once raises `KitchenError`."""
        ...

    async def bake(self, batter: str) -> str:
        """Bake a cake: 30 minutes. Raises `KitchenError` (a cold oven, a third cake), and now and then `BurntCake`."""
        ...
