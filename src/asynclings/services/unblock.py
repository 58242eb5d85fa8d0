"""What the frozen window hands out."""

from typing import Protocol


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
