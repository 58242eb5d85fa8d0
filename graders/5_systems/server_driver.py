"""Serves with the submission's `handle` until all clients have gone, or until it is shut down."""

import asyncio
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

HOST, PORT = "station.test", 4000
LAST_WORDS = 10.0  # virtual seconds in which whoever has nobody to talk to any more must have ended

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Station:
    """A server, and what became of its handlers."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._handlers: set[asyncio.Task[Any]] = set()
        self._errors: list[BaseException] = []

    def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("peername")[1]
        self._handlers.add(asyncio.create_task(self._serve_one(reader, writer), name=f"handle of port {port}"))

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._handle(reader, writer)
        except Exception as error:
            self._errors.append(error)
            writer.transport.abort()  # or the client would wait for ever, and nobody would hear of the error

    async def serve(self, audience: Any) -> int:
        """How many handlers were still there when the last client had gone. Raises what the first of them raised."""
        server = await asyncio.start_server(self._come, HOST, PORT)
        try:
            await audience.gone()
            server.close()
            left = await self._wait()
        except asyncio.CancelledError:
            server.close()
            await asyncio.sleep(0)  # a task that is cancelled before its first turn never has one: not even to close
            stopped = [handler for handler in self._handlers if handler.cancel()]
            await self._wait()
            if all(handler.cancelled() for handler in stopped):
                raise
            return 0  # somebody has swallowed it: then this must not say that it was cancelled
        if self._errors:
            raise self._errors[0]
        return left

    async def _wait(self) -> int:
        if not self._handlers:
            return 0
        _, left = await asyncio.wait(self._handlers, timeout=LAST_WORDS)
        return len(left)


async def serve(submission: ModuleType, audience: Any) -> int:
    return await Station(submission.handle).serve(audience)
