"""The far end of a connection: who is there in the world, seen by whoever writes into it and reads from it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from asynclings.messages import Where

PIECE = 1 << 16  # bytes that one read gets at most, as from a socket

Deliver = Callable[[int, Any, str | None], None]
"""Ends an operation: its identity, a wire value or a message, the name of an error."""


class FarEnd(ABC):
    """One is read from by one operation at a time, which waits for bytes."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._receiving: int | None = None
        self._outgoing = bytearray()

    @abstractmethod
    def receive_data(self, data: bytes, actor: str, where: Where) -> None:
        """Bytes have come. Raises `ProtocolViolation` if they make no sense."""

    @abstractmethod
    def drain(self, identity: int) -> None:
        """End this operation when nearly everything that has come was taken."""

    @abstractmethod
    def close(self) -> None:
        """The submission has closed its end."""

    @abstractmethod
    def _send_out(self) -> None:
        """Hand over what there is, if somebody waits for it."""

    def ask_to_receive(self, identity: int) -> None:
        """End this operation with the next bytes."""
        self._receiving = identity
        self._send_out()

    def stop_receiving(self, identity: int) -> None:
        if self._receiving == identity:
            self._receiving = None

    def _hand_over(self, value: Any, error: str | None = None) -> None:
        assert self._receiving is not None
        identity, self._receiving = self._receiving, None
        self._deliver(identity, value, error)

    def _hand_over_piece(self) -> None:
        piece = bytes(self._outgoing[:PIECE])
        del self._outgoing[:PIECE]
        self._hand_over(piece)
