"""The event loop's own network: where asyncio would open a socket, the simulated network is reached.

Streams (`asyncio.open_connection`, `asyncio.start_server`) and clients that are built on the loop, such as aiohttp, go
this way; httpx goes that of `asynclings.worker.network`. Nothing is encrypted: ``ssl=`` is accepted and passed over.
"""

import asyncio
import errno
import ipaddress
import itertools
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any

from asynclings.messages import Accept, Cancel, Connect
from asynclings.values.reading import read
from asynclings.worker.loop import BubbleLoop
from asynclings.worker.operations import NoWorldHere, ask
from asynclings.worker.participants import current
from asynclings.worker.transport import WorldTransport

_INTERNET = (-1, int(socket.AF_INET), int(socket.AF_INET6))
_TESTING = int(ipaddress.IPv4Address("198.18.0.0"))  # a network that is nobody's: RFC 2544
_real_socket = socket.socket

Factory = Callable[[], asyncio.BaseProtocol]


class Names:
    """The addresses that stand for the hosts of the simulated network."""

    def __init__(self) -> None:
        self._hosts: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def address_of(self, host: str) -> str:
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            known = next((address for address, name in self._hosts.items() if name == host), None)
            if known is None:
                known = str(ipaddress.IPv4Address(_TESTING + next(self._numbers)))
                self._hosts[known] = host
            return known

    def host_of(self, address: str) -> str:
        return self._hosts.get(address, address)


class PlaceholderSocket(_real_socket):
    """What stands for a TCP socket until the loop connects it: a descriptor that leads nowhere.

    Some clients (aiohttp) make their sockets themselves, and have the loop connect them.
    """

    connection: tuple[int, str, int] | None = None
    """The connection's identity, and the host and the port that it leads to."""
    _leads_nowhere = False

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        stream = int(type) in (-1, int(socket.SOCK_STREAM))
        if fileno is None and stream and int(family) in _INTERNET and current() is not None:
            mine, other = socket.socketpair()
            other.close()
            family, proto, fileno = socket.AF_UNIX, 0, mine.detach()
            self._leads_nowhere = True
        super().__init__(family, type, proto, fileno)

    def connect(self, address: Any) -> None:
        if self._leads_nowhere:
            sys.audit("socket.connect", self, address)  # whoever listens refuses it, and notices it
        super().connect(address)

    def bind(self, address: Any) -> None:
        if self._leads_nowhere:
            sys.audit("socket.bind", self, address)
        super().bind(address)


class Listener(asyncio.AbstractServer):
    """A server in the simulated network: the world says who comes."""

    def __init__(self, loop: BubbleLoop, factory: Factory, port: int) -> None:
        self._loop = loop
        self._factory = factory
        self._port = port
        self._accepting: int | None = None
        self._transports: list[WorldTransport] = []
        self._serving = False
        self.sockets: Sequence[socket.socket] = ()

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def is_serving(self) -> bool:
        return self._serving

    async def start_serving(self) -> None:
        if not self._serving:
            self._serving = True
            self._accept()

    async def serve_forever(self) -> None:
        await self.start_serving()
        try:
            await self._loop.create_future()
        finally:
            self.close()

    def _accept(self) -> None:
        """Ask who comes. No task does this: it would be one that the submission has not made."""

        def deliver(value: Any, error: str | None) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._arrived, value)

        self._accepting = self._loop.bubble.begin(deliver)
        self._loop.bubble.wire.say(Accept(self._accepting, self._port))

    def _arrived(self, names: Any) -> None:
        for identity, address, port in read(names):
            peers = {"peername": (address, port), "sockname": ("127.0.0.1", self._port)}
            transport = WorldTransport(
                self._loop, identity, self._factory(), peers, f"the connection of a client (port {port})"
            )
            self._transports.append(transport)
            transport.begin()
        if self._serving:
            self._accept()

    def close(self) -> None:
        self._serving = False
        if self._accepting is not None and self._loop.bubble.abandon(self._accepting):
            self._loop.bubble.wire.say(Cancel(self._accepting))

    def close_clients(self) -> None:
        for transport in self._transports:
            transport.close()

    def abort_clients(self) -> None:
        self.close_clients()

    async def wait_closed(self) -> None:
        await asyncio.sleep(0)


class NetworkedLoop(BubbleLoop):
    """The bubble's loop, with the simulated network below it."""

    def __init__(self, bubble: Any) -> None:
        super().__init__(bubble)
        self._names = Names()

    async def getaddrinfo(self, host: Any, port: Any, *, family: int = 0, type: int = 0, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (self._names.address_of(name), int(port)))]

    async def sock_connect(self, sock: Any, address: Any) -> None:
        if not isinstance(sock, PlaceholderSocket):
            return await super().sock_connect(sock, address)
        host, port = self._names.host_of(address[0]), int(address[1])
        sock.connection = (await self._connect(host, port), host, port)

    async def _connect(self, host: str, port: int) -> int:
        """The identity of a new connection. Raises `OSError`."""
        opened: list[int] = []

        def connect(identity: int) -> Connect:
            opened.append(identity)
            return Connect(identity, host, port)

        try:
            message, error = await ask(connect, f"a connection to {host}")
        except NoWorldHere as nowhere:
            raise OSError(errno.ENETUNREACH, str(nowhere)) from None
        if error is not None:
            raise ConnectionRefusedError(errno.ECONNREFUSED, message)
        return opened[0]

    async def create_connection(  # type: ignore[override]
        self, protocol_factory: Factory, host: Any = None, port: Any = None, *, sock: Any = None, **options: Any
    ) -> tuple[asyncio.Transport, asyncio.BaseProtocol]:
        if isinstance(sock, PlaceholderSocket) and sock.connection is not None:
            identity, host, port = sock.connection
            sock.close()
        elif sock is not None or host is None:
            made: Any = await super().create_connection(protocol_factory, host, port, sock=sock, **options)
            return made  # type: ignore[no-any-return]
        else:
            host = self._names.host_of(host.decode() if isinstance(host, bytes) else host)
            identity = await self._connect(host, int(port))
        peers = {
            "peername": (self._names.address_of(host), port),
            "sockname": ("127.0.0.1", 40_000 + identity % 20_000),
        }
        transport = WorldTransport(self, identity, protocol_factory(), peers, f"the connection to {host}")
        transport.begin()
        return transport, transport.get_protocol()

    async def create_server(  # type: ignore[override]
        self,
        protocol_factory: Factory,
        host: Any = None,
        port: Any = None,
        *,
        start_serving: bool = True,
        **options: Any,
    ) -> asyncio.AbstractServer:
        listener = Listener(self, protocol_factory, int(port or 0))
        if start_serving:
            await listener.start_serving()
        return listener


def install() -> None:
    """Let sockets of this process that would lead into the internet be placeholders."""
    socket.socket = PlaceholderSocket  # type: ignore[misc]
