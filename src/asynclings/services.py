"""What the checks may hand to your code, and the errors these things raise.

The classes here say what you can call and how long it takes, in seconds of simulated time (in the bakery: minutes).
Import them for your type hints. What your code gets looks like them; the real ones live in the grader's process.
"""

from typing import Protocol

# ---------------------------------------------------------------- 1_event_loop/bakery


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


# ---------------------------------------------------------------- 3_threads/unblock


class RenderError(Exception):
    """A report could not be drawn."""


class SlowReport(Protocol):
    """A report that an old library draws."""

    def render(self) -> str:
        """Draw the report: some 2 seconds, in which the calling thread can do nothing else; may raise `RenderError`."""
        ...


class Screen(Protocol):
    """A window that shows that the program is alive."""

    def tick(self) -> None:
        """Turn the little wheel one step further. Takes no time."""


# ---------------------------------------------------------------- 3_threads/race


class LedgerError(Exception):
    """The ledger could not do what was asked of it."""


class Ledger(Protocol):
    """Where the money is written down. Every call blocks the calling thread, and may raise `LedgerError`."""

    def read(self, account: str) -> int:
        """The balance of an account."""
        ...

    def write(self, account: str, balance: int) -> None:
        """Replace the balance of an account: 0.1 seconds."""

    def audit(self, account: str) -> None:
        """Have the tax office look at an account: slow, 1 second."""
