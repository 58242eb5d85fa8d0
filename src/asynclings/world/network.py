"""Connections of the simulated web: h11 at the far end of each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import h11
import httpx

from asynclings.messages import NOWHERE, ProtocolViolation, Where
from asynclings.world.clock import Clock
from asynclings.world.far_end import Deliver, FarEnd
from asynclings.world.trace import Operation, Trace

if TYPE_CHECKING:
    from asynclings.world.web import Answer, Site


class Network:
    """Opens the connections of a run: they are kept among the ``far_ends``, by the operations that asked for them."""

    def __init__(
        self, clock: Clock, trace: Trace, sites: Mapping[str, "Site"], far_ends: dict[int, FarEnd], deliver: Deliver
    ) -> None:
        self._clock = clock
        self._trace = trace
        self._sites = sites
        self._deliver = deliver
        self._far_ends = far_ends

    def connect(self, identity: int, host: str, port: int) -> None:
        site = self._sites.get(host)
        if site is None:
            known = ", ".join(self._sites) or "none"
            message = f"there is no site {host!r} in the simulated web (sites: {known})"
            self._clock.after(0, lambda: self._deliver(identity, message, "ConnectError"))
        elif site.refusing:
            message = f"{host} refused the connection"
            self._clock.after(site.connecting, lambda: self._deliver(identity, message, "ConnectError"))
        else:
            self._trace.connections += 1
            number = self._trace.connections
            self._far_ends[identity] = Connection(number, site, self._clock, self._trace, self._deliver)
            self._clock.after(site.connecting, lambda: self._deliver(identity, None, None))


class Connection(FarEnd):
    """One connection, seen from the server."""

    def __init__(self, number: int, site: "Site", clock: Clock, trace: Trace, deliver: Deliver) -> None:
        super().__init__(deliver)
        self._number = number
        self._site = site
        self._clock = clock
        self._trace = trace
        self._http = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = bytearray()
        self._asked_by = ("", NOWHERE)  # who has sent the last bytes
        self._ending: Operation | None = None  # ends when the last byte of these is taken
        self._current: Operation | None = None
        self._over = False
        self._reset = False

    # ------------------------------------------------------------ from the worker

    def receive_data(self, data: bytes, actor: str, where: Where) -> None:
        """Bytes have come. Raises `ProtocolViolation` if they are not HTTP/1.1."""
        if self._over or not data:  # no bytes at all are, to h11, the end of the connection
            return
        self._asked_by = (actor, where)
        self._http.receive_data(data)
        self._take_in()

    def _take_in(self) -> None:
        """Hear what has come, up to the end of a request: one that came with it waits until that is answered."""
        while self._http.their_state is not h11.MUST_CLOSE:  # what follows the last request, nobody hears
            event = self._next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                return
            if isinstance(event, h11.Request):
                self._request, self._body = event, bytearray()
            elif isinstance(event, h11.Data):
                self._body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self._answer(*self._asked_by)

    def _next_event(self) -> object:
        try:
            return self._http.next_event()
        except h11.RemoteProtocolError as error:
            raise ProtocolViolation(f"what was sent is not HTTP/1.1: {error}") from None

    def drain(self, identity: int) -> None:
        """The site reads all that comes, immediately."""
        self._deliver(identity, None, None)

    def close(self) -> None:
        """The worker has closed its end: what it was waiting for is given up."""
        self._over = True
        if self._current is not None:
            self._trace.end(self._current, self._clock.now, "cancelled")
        if self._receiving is not None:
            self._hand_over("the connection was closed while an answer was awaited", "ReadError")

    # ------------------------------------------------------------ to the worker

    def _answer(self, actor: str, where: Where) -> None:
        from asynclings.world.web import Reset, Stall, request_from

        assert self._request is not None
        asked = self._request
        if asked.method == b"CONNECT":
            self._refuse(405, "This is no proxy.")
            return
        try:
            request = request_from(asked.method, asked.target, list(asked.headers), bytes(self._body), self._site.root)
        except httpx.InvalidURL as error:
            self._refuse(400, str(error))
            return
        operation = self._current = self._trace.begin(
            Operation(
                service=self._site.host,
                name=f"{request.method} {request.url.raw_path.decode('ascii', 'replace')}",
                arguments=(),
                actor=actor,
                start=self._clock.now,
                where=where,
                connection=self._number,
            )
        )
        latency = self._site.latency_of(request)
        try:
            answer = self._site.answer(request)
        except Stall:
            return
        except Reset:
            self._clock.after(latency, lambda: self._tear_down(operation))
            return
        operation.status = answer.response.status_code
        self._clock.after(latency, lambda: self._respond(operation, answer))

    def _refuse(self, status: int, text: str) -> None:
        """Answer immediately what is no request of a page."""
        from asynclings.world.web import Answer

        self._respond(None, Answer(httpx.Response(status, text=text)))

    def _respond(self, operation: Operation | None, answer: "Answer") -> None:
        from asynclings.world.web import wire_body, wire_headers

        if self._over:
            return
        assert self._request is not None
        response, drip = answer.response, answer.dripping
        body = wire_body(response)
        head = self._http.send(
            h11.Response(
                status_code=response.status_code,
                headers=wire_headers(response, None if drip else body),
                reason=response.reason_phrase.encode("ascii", "replace"),
            )
        )
        # Some have no body, whatever their headers say (RFC 9112, 6.3).
        pieces: tuple[bytes, ...] = (body,) if drip is None else drip.pieces
        if response.status_code in (204, 304) or self._request.method == b"HEAD":
            pieces = (b"",)
        self._outgoing += head or b""  # goes out with the first piece
        for n, piece in enumerate(pieces):
            last = n == len(pieces) - 1
            if n == 0:
                self._piece(piece, operation, last)
            else:
                assert drip is not None
                self._clock.after(n * drip.every, lambda piece=piece, last=last: self._piece(piece, operation, last))  # type: ignore[misc]

    def _piece(self, data: bytes, operation: Operation | None, last: bool) -> None:
        if self._over:
            return
        self._outgoing += self._http.send(h11.Data(data=data)) or b""
        if last:
            self._outgoing += self._http.send(h11.EndOfMessage()) or b""
            self._ending = operation
        self._send_out()

    def _tear_down(self, operation: Operation) -> None:
        if not self._over:
            self._trace.end(operation, self._clock.now, "failed")
            self._over = self._reset = True
            self._send_out()

    def _send_out(self) -> None:
        """Hand over what there is, if somebody waits for it; when all is said and nothing kept open, the end."""
        if self._receiving is None:
            return
        if self._reset:
            self._hand_over("the connection was reset", "ReadError")
        elif self._outgoing:
            self._hand_over_piece()
            if not self._outgoing:
                self._taken()
        elif self._http.our_state is h11.MUST_CLOSE:  # asked for by ``Connection: close``, or by HTTP/1.0
            self._hand_over(b"")

    def _taken(self) -> None:
        """All bytes so far were taken: if they were the last of an answer, its request has ended. Now for the next."""
        if self._ending is not None:
            self._trace.end(self._ending, self._clock.now, "ok")
            self._current = self._ending = None
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
            self._take_in()
