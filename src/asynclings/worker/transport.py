"""A connection of the simulated network as asyncio's protocols see one: what streams and other clients are built on."""

import asyncio
import weakref
from collections.abc import Callable
from typing import Any

from asynclings.messages import Cancel, Close, Drain, Receive, Send
from asynclings.worker.bubble import Bubble
from asynclings.worker.loop import BubbleLoop
from asynclings.worker.places import who_asks

HIGH_WATER = 64 << 10  # bytes: as asyncio's own transports have it, see `asyncio.transports._FlowControlMixin`

TRANSPORTS: "weakref.WeakSet[WorldTransport]" = weakref.WeakSet()


class WorldTransport(asyncio.Transport):
    """One connection, known by ``identity``. ``extra``: what `get_extra_info` tells of it."""

    def __init__(
        self, loop: BubbleLoop, identity: int, protocol: asyncio.BaseProtocol, extra: dict[str, Any], what: str
    ) -> None:
        super().__init__(extra)
        self.what = what
        self._loop = loop
        self._bubble: Bubble = loop.bubble
        self._identity = identity
        self._protocol: Any = protocol
        self._receiving: int | None = None
        self._held: list[bytes] = []
        self._reading = True
        self._closing = False
        self._draining = False
        self._untaken = 0
        self._limits = (HIGH_WATER // 4, HIGH_WATER)
        TRANSPORTS.add(self)

    def begin(self) -> None:
        """Tell the protocol that it is connected, and listen."""
        self._protocol.connection_made(self)
        self._receive()

    # ------------------------------------------------------------ receiving

    def _receive(self) -> None:
        if self._receiving is None and not self._closing:
            self._receiving = self._ask(self._arrived)
            self._bubble.wire.say(Receive(self._receiving, self._identity))

    def _ask(self, arrived: Callable[[Any, str | None], None]) -> int:
        def deliver(value: Any, error: str | None) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(arrived, value, error)

        return self._bubble.begin(deliver)

    def _arrived(self, value: Any, error: str | None) -> None:
        self._receiving = None
        if self._closing:
            return
        if error is not None:
            self._end(ConnectionResetError(value))
        elif not self._reading:
            self._held.append(value)
        else:
            self._take(value)
            if value:  # nothing comes after the end
                self._receive()

    def _take(self, data: bytes) -> None:
        if data:
            self._protocol.data_received(data)
        elif not self._protocol.eof_received():
            self.close()

    def is_reading(self) -> bool:
        return self._reading and not self._closing

    def pause_reading(self) -> None:
        self._reading = False

    def resume_reading(self) -> None:
        if self._reading or self._closing:
            return
        self._reading = True
        self._loop.call_soon(self._take_held)

    def _take_held(self) -> None:
        last = b"-"
        while self._held and self.is_reading():
            last = self._held.pop(0)
            self._take(last)
        if last and not self._held:
            self._receive()

    # ------------------------------------------------------------ sending

    def write(self, data: Any) -> None:
        if self._closing or not data:
            return
        self._bubble.wire.say(Send(self._identity, bytes(data), *who_asks(self._bubble.observer.places)))
        self._untaken += len(data)
        # What the far end has taken is only asked for when there is much: most never come here.
        if self._untaken > self._limits[1] and not self._draining:
            self._draining = True
            self._protocol.pause_writing()
            self._bubble.wire.say(Drain(self._ask(self._drained), self._identity))

    def _drained(self, value: Any, error: str | None) -> None:
        self._draining = False
        self._untaken = 0
        if not self._closing:
            self._protocol.resume_writing()

    def get_write_buffer_size(self) -> int:
        return self._untaken if self._draining else 0

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return self._limits

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        high = high if high is not None else HIGH_WATER if low is None else 4 * low
        self._limits = (high // 4 if low is None else low, high)

    def can_write_eof(self) -> bool:
        return False

    # ------------------------------------------------------------ the end

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        self._end(None)

    def abort(self) -> None:
        self._end(None)

    def _end(self, error: Exception | None) -> None:
        if self._closing:
            return
        self._closing = True
        if self._receiving is not None and self._bubble.abandon(self._receiving):
            self._bubble.wire.say(Cancel(self._receiving))
        self._bubble.wire.say(Close(self._identity))
        self._loop.call_soon(self._protocol.connection_lost, error)

    def get_protocol(self) -> asyncio.BaseProtocol:
        protocol: asyncio.BaseProtocol = self._protocol
        return protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol
