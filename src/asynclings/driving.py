"""What the drivers of several exercises share: they run beside the submission, in its process."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

__all__ = ["HOST", "PORT", "serve"]

HOST, PORT = "server.test", 4000
LAST_WORDS = 10.0  # virtual seconds in which whoever has nobody to talk to any more must have ended

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def serve(handle: Handle, audience: Any) -> int:
    """Serve with ``handle`` until every client of the audience has gone.

    Returns how many calls of ``handle`` were still there then; raises what the first of them raised. If it is
    cancelled, so are they, and if one of them swallows that, it returns as if it had not been.
    """
    return await _Serving(handle).until_all_have_gone(audience)


class _Serving:
    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._calls: set[asyncio.Task[Any]] = set()
        self._errors: list[BaseException] = []

    def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("peername")[1]
        self._calls.add(asyncio.create_task(self._talk(reader, writer), name=f"handle of port {port}"))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._handle(reader, writer)
        except Exception as error:
            self._errors.append(error)
            writer.transport.abort()  # or the client would wait for ever, and nobody would hear of the error

    async def until_all_have_gone(self, audience: Any) -> int:
        server = await asyncio.start_server(self._come, HOST, PORT)
        try:
            await audience.gone()
            server.close()
            left = await self._wait()
        except asyncio.CancelledError:
            server.close()
            await asyncio.sleep(0)  # a task that is cancelled before its first turn never has one: not even to close
            stopped = [call for call in self._calls if call.cancel()]
            await self._wait()
            if all(call.cancelled() for call in stopped):
                raise
            return 0
        if self._errors:
            raise self._errors[0]
        return left

    async def _wait(self) -> int:
        if not self._calls:
            return 0
        _, left = await asyncio.wait(self._calls, timeout=LAST_WORDS)
        return len(left)
