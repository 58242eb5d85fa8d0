"""What Python itself tells of when it happens: real connections, which are refused, and programs that are started."""

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from asynclings.messages import Where
from asynclings.worker.places import Places

# Audit events (https://docs.python.org/3/library/audit_events.html): with an address as second argument, and others.
_WITH_ADDRESS = {f"socket.{call}" for call in ("connect", "bind", "sendto", "sendmsg")}
_NETWORK_EVENTS = _WITH_ADDRESS | {f"socket.{call}" for call in ("getaddrinfo", "gethostbyname", "gethostbyaddr")}
_INTERNET = {int(socket.AF_INET): "AF_INET", int(socket.AF_INET6): "AF_INET6"}


class Audit:
    """Hears of Python's audit events, and notices what a submission should not have done."""

    def __init__(self, notice: Callable[[str, str, Where], None], places: Places) -> None:
        self._notice = notice
        self._places = places

    def watch(self) -> None:
        """From now on, in this process."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK_EVENTS:
            target = arguments[1] if event in _WITH_ADDRESS else arguments[0]
            if event in _WITH_ADDRESS and type(target) in (str, bytes, type(None)):
                return  # a path: how the processes of a pool find each other
            self._refuse_network(f"{event.removeprefix('socket.')} {target!s}"[:200])
        if event == "socket.__new__" and arguments[1] in _INTERNET:
            self._refuse_network(f"a socket of the family {_INTERNET[arguments[1]]}")
        if event == "subprocess.Popen" and asyncio._get_running_loop() is not None:
            frame = sys._getframe(1)
            while frame is not None and frame.f_globals.get("__name__") == "subprocess":
                frame = frame.f_back  # type: ignore[assignment]
            if frame is not None and frame.f_code.co_filename in self._places.files:
                self._notice("blocking_call", "subprocess", self._places.of_frame(frame))

    def _refuse_network(self, what: str) -> NoReturn:
        self._notice("real_network", what, self._places.here())
        raise PermissionError("a real connection was asked for; there is none here")
