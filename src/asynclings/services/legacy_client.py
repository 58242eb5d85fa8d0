"""What the old catalogue hands out."""

from typing import Protocol


class LegacyError(Exception):
    """The old catalogue could not answer."""


class LegacyClient(Protocol):
    """A client library from before there was `async`. It may be used by several threads at once."""

    def get(self, url: str) -> str:
        """Get an entry: about 1 second, in which the calling thread can do nothing else; may raise `LegacyError`."""
        ...
