"""The network seam under httpcore: where a real connection would begin, the world's does.

Above it everything is the real thing: httpx's connection pool, its limits, keep-alive, timeouts, streaming.
"""

import asyncio
import sys
import time
from functools import partial
from typing import Any

from asynclings.messages import Close, Connect, Receive, Send
from asynclings.worker.late import when_imported
from asynclings.worker.operations import NoWorldHere, Outcome, ask, ask_with_deadline
from asynclings.worker.participants import current
from asynclings.worker.places import who_asks


class _Connection:
    """What both kinds of stream share: a connection is known by the id of the operation that opened it.

    ``core`` is the library above, httpcore or its successor httpcore2: whose errors are raised.
    """

    def __init__(self, core: Any, identity: int, host: str) -> None:
        self.core = core
        self.identity = identity
        self.what = f"an answer from {host}"
        self.closed = False

    def send(self, data: bytes) -> None:
        me = current()
        if self.closed:
            raise self.core.WriteError("the connection is closed")
        if data and me is not None:
            me.bubble.wire.say(Send(self.identity, bytes(data), *who_asks(me.bubble.observer.places)))

    def close(self) -> None:
        me = current()
        if not self.closed and me is not None:
            self.closed = True
            me.bubble.wire.say(Close(self.identity))

    def receiving(self, identity: int) -> Receive:
        if self.closed:
            raise self.core.ReadError("the connection is closed")
        return Receive(identity, self.identity)

    def received(self, outcome: Outcome) -> bytes:
        value, error = outcome
        if error is not None:
            raise getattr(self.core, error)(value)
        return bytes(value)


class _Opening:
    """A connection being opened."""

    def __init__(self, core: Any, host: str, port: int) -> None:
        self.core = core
        self.host = host
        self.port = port
        self.what = f"a connection to {host}"
        self.identity = 0

    def __call__(self, identity: int) -> Connect:
        self.identity = identity
        return Connect(identity, self.host, self.port)

    def opened(self, outcome: Outcome) -> _Connection:
        message, error = outcome
        if error is not None:
            raise getattr(self.core, error)(message)
        return _Connection(self.core, self.identity, self.host)


def _extra(info: str) -> Any:
    # Asked before a pooled connection is used again: readable while idle would mean that the far end has closed it.
    return False if info == "is_readable" else None


class AsyncStream:
    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            async with asyncio.timeout(timeout):
                return self._connection.received(await ask(self._connection.receiving, self._connection.what))
        except TimeoutError:
            raise self._connection.core.ReadTimeout from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.send(buffer)

    async def aclose(self) -> None:
        self._connection.close()

    async def start_tls(self, *args: Any, **kwargs: Any) -> "AsyncStream":
        return self

    def get_extra_info(self, info: str) -> Any:
        return _extra(info)


class AsyncBackend:
    def __init__(self, core: Any) -> None:
        self._core = core

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: Any = None, socket_options: Any = None
    ) -> AsyncStream:
        opening = _Opening(self._core, host, port)
        try:
            async with asyncio.timeout(timeout):
                return AsyncStream(opening.opened(await ask(opening, opening.what)))
        except TimeoutError:
            raise self._core.ConnectTimeout from None
        except NoWorldHere as error:
            raise self._core.ConnectError(str(error)) from None

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Stream:
    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        outcome = ask_with_deadline(self._connection.receiving, self._connection.what, timeout)
        if outcome is None:
            raise self._connection.core.ReadTimeout
        return self._connection.received(outcome)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.send(buffer)

    def close(self) -> None:
        self._connection.close()

    def start_tls(self, *args: Any, **kwargs: Any) -> "Stream":
        return self

    def get_extra_info(self, info: str) -> Any:
        return _extra(info)


class Backend:
    def __init__(self, core: Any) -> None:
        self._core = core

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: Any = None, socket_options: Any = None
    ) -> Stream:
        opening = _Opening(self._core, host, port)
        try:
            outcome = ask_with_deadline(opening, opening.what, timeout)
        except NoWorldHere as error:
            raise self._core.ConnectError(str(error)) from None
        if outcome is None:
            raise self._core.ConnectTimeout
        return Stream(opening.opened(outcome))

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def install() -> None:
    """Make every httpcore pool of this process open its connections in the world; also those of httpcore2."""
    import ssl

    import httpcore._async.connection_pool
    import httpcore._sync.connection_pool
    import httpcore._synchronization

    _into_world(httpcore._async.connection_pool, httpcore)
    _into_world(httpcore._sync.connection_pool, httpcore)
    _asks_nobody(httpcore._synchronization)
    for module in ("httpcore2._async.connection_pool", "httpcore2._sync.connection_pool"):
        when_imported(module, lambda pool: _into_world(pool, sys.modules["httpcore2"]))
    when_imported("httpcore2._synchronization", _asks_nobody)
    # Every httpx client loads all certificates of the machine: 17 ms. Nothing here is encrypted: one serves all.
    shared = ssl.create_default_context()
    ssl.create_default_context = lambda *args, **kwargs: shared


def _into_world(pool: Any, core: Any) -> None:
    if hasattr(pool, "AutoBackend"):
        pool.AutoBackend = partial(AsyncBackend, core)
    if hasattr(pool, "SyncBackend"):
        pool.SyncBackend = partial(Backend, core)


def _asks_nobody(synchronization: Any) -> None:
    # Asked at every request, by an import that fails where sniffio is missing: a quarter of a request's cost.
    synchronization.current_async_library = lambda: "asyncio"
