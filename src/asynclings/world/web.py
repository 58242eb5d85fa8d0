"""The simulated web: sites, and what they answer.

A site is a `respx.Router`, so a grader declares its pages as in any respx test, plus a latency. What reaches it are
real HTTP/1.1 bytes, read and written with h11.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import respx

Latency = float | Sequence[float] | Callable[[httpx.Request], float]


class Stall(Exception):
    """As a route's side effect: the request is read, and never answered."""


class Reset(Exception):
    """As a route's side effect: the connection is torn down instead of an answer."""


@dataclass(frozen=True)
class Dripping:
    """A body that comes in pieces, ``every`` so many virtual seconds."""

    pieces: tuple[bytes, ...]
    every: float


@dataclass(frozen=True)
class Answer:
    """What a site says to one request."""

    response: httpx.Response
    dripping: Dripping | None = None


class Site(respx.Router):
    """One host.

    ``latency`` is a number of virtual seconds, a schedule (the n-th request takes the n-th number, the last one holds
    for the rest), or a function of the request. A ``refusing`` site accepts no connection.
    """

    def __init__(self, url: str, latency: Latency, connecting: float, refusing: bool) -> None:
        super().__init__(base_url=url, assert_all_called=False)
        self.url = url
        self.root = httpx.URL(url)
        self.host = self.root.host
        self.connecting = connecting
        self.refusing = refusing
        self._latency = latency
        self._requests = 0

    @contextmanager
    def as_declared(self) -> Iterator[None]:
        """For one run: lists of latencies and of side effects begin anew, and afterwards all is as it was before.

        But for respx's own ``calls``, which then are those of this run.
        """
        self._requests = 0
        self.reset()
        self.snapshot()
        try:
            yield
        finally:
            logs = [self.calls, *(route.calls for route in self.routes)]
            made = [list(calls) for calls in logs]
            self.rollback()
            for log, calls in zip(logs, made, strict=True):
                log[:] = calls

    def pages(self, texts: Mapping[str, str]) -> None:
        """Serve one text a path. (One route for all of them: respx tries its routes one after another.)"""
        known = dict(texts)

        def page(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, text=known[request.url.path])

        self.get(path__in=tuple(known)).mock(side_effect=page)

    def answer(self, request: httpx.Request) -> Answer:
        """What to say to a request. Raises `Stall` or `Reset`."""
        try:
            response = self.handler(request)
        except (respx.models.AllMockedAssertionError, StopIteration):  # no route, or the end of a list of side effects
            response = httpx.Response(404, text=f"There is no {request.method} {request.url.path} here.")
        return Answer(response, response.extensions.get("dripping"))

    def latency_of(self, request: httpx.Request) -> float:
        """How long this request takes, in virtual seconds; to be asked once for each."""
        self._requests += 1
        if callable(self._latency):
            return self._latency(request)
        if isinstance(self._latency, Sequence):
            return self._latency[min(self._requests, len(self._latency)) - 1]
        return self._latency


def dripping(text: str, *, pieces: int, every: float, status: int = 200) -> httpx.Response:
    """A response whose body comes in so many pieces, one ``every`` so many virtual seconds, the first immediately."""
    body = text.encode()
    size = max(1, -(-len(body) // pieces))
    parts = tuple(body[start : start + size] for start in range(0, len(body), size)) or (b"",)
    response = httpx.Response(status, content=body)
    response.extensions["dripping"] = Dripping(parts, every)
    return response


def request_from(
    method: bytes, target: bytes, headers: Sequence[tuple[bytes, bytes]], body: bytes, site: httpx.URL
) -> httpx.Request:
    """The request that a site at this URL is asked, rebuilt from what came over the wire. Raises `httpx.InvalidURL`."""
    named = next((value for name, value in headers if name.lower() == b"host"), site.netloc)
    if named != site.netloc:
        site = httpx.URL(f"{site.scheme}://{named.decode('latin-1')}")
    url = site.copy_with(raw_path=target)
    return httpx.Request(method.decode("latin-1"), url, headers=list(headers), content=body)


def wire_body(response: httpx.Response) -> bytes:
    """The body as it is sent: `response.content` would be what a Content-Encoding stands for."""
    return b"".join(response.stream) if isinstance(response.stream, httpx.SyncByteStream) else response.content


def wire_headers(response: httpx.Response, body: bytes | None) -> list[tuple[bytes, bytes]]:
    """The header lines to send: with a length if the body is known, chunked otherwise."""
    kept: list[Any] = [
        (k, v) for k, v in response.headers.raw if k.lower() not in (b"content-length", b"transfer-encoding")
    ]
    if body is None:
        return [*kept, (b"transfer-encoding", b"chunked")]
    return [*kept, (b"content-length", str(len(body)).encode())]
