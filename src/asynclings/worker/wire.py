"""The worker's end of the wire.

Messages are collected, and sent when everything is blocked, or when there are some: the world hears them on another
processor while the submission goes on, and answers none before everything is blocked.
"""

import os
import sys
import time
from contextlib import suppress
from typing import Any, NoReturn

from asynclings.channel import FRAME_LIMIT, Channel
from asynclings.messages import (
    Advance,
    Begin,
    Blocked,
    Message,
    ProtocolViolation,
    Returned,
    Run,
    Send,
    Stop,
    Stuck,
    Waits,
    encode,
)
from asynclings.values.writing import Unwritable

BUFFERED_MESSAGES = 32  # some ten requests
BUFFERED_BYTES = 1 << 18
SHORT = 500  # bytes that the names and places in a message take, generously

_real_sleep = time.sleep  # bound before the bubble's own takes its place
_OUTPUT = (sys.stdout, sys.stderr)  # and these before the submission's own: their `flush` would be its code


def _size(message: Message) -> int:
    match message:
        case Send():
            return len(message.data) + SHORT
        case Begin() | Returned():
            return len(encode(message))
        case _:
            return SHORT


class WorkerWire:
    _channel: Channel

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._bytes = 0
        self._last: Message | None = None
        self._pid = 0

    def open(self, channel: Channel) -> None:
        """From now on this process has somebody to speak to."""
        self._channel = channel
        self._pid = os.getpid()
        if hasattr(os, "register_at_fork"):
            # What the submission forks is not the run: were it to speak first, chance would decide the verdict.
            os.register_at_fork(after_in_child=channel.close)

    def say(self, message: Message) -> None:
        """Send a message soon. Raises `Unwritable` if it is larger than may travel at once."""
        if isinstance(message, Send) and len(message.data) > BUFFERED_BYTES:
            for start in range(0, len(message.data), BUFFERED_BYTES):
                self.say(
                    Send(message.connection, message.data[start : start + BUFFERED_BYTES], message.actor, message.where)
                )
            return
        size = _size(message)
        if size > FRAME_LIMIT - BUFFERED_BYTES:
            raise Unwritable(f"{size:,} bytes are more than may travel at once")
        self._messages.append(message)
        self._bytes += size
        if len(self._messages) > BUFFERED_MESSAGES or self._bytes > BUFFERED_BYTES:
            self.flush()

    def finish(self, message: Message) -> None:
        """Say the last message: what a thread may say after it is not sent. Raises `Unwritable` like `say`."""
        self._last = message
        try:
            self.say(message)
        except Unwritable:
            self._last = None
            raise

    def flush(self) -> None:
        messages, self._messages, self._bytes = self._messages, [], 0
        if self._last is not None:
            until = next((n for n, message in enumerate(messages, 1) if message is self._last), 0)
            messages = messages[:until]
        if messages:
            self._channel.send(messages)

    def ask(self, message: Blocked) -> Advance | Stop:
        self._messages.append(message)
        self.flush()
        answer = self._only()
        if not isinstance(answer, Advance | Stop):
            raise ProtocolViolation(f"the world answered {type(answer).__name__} to Blocked")
        return answer

    def await_run(self) -> Run:
        self.flush()
        answer = self._only()
        if not isinstance(answer, Run):
            raise ProtocolViolation(f"the world said {type(answer).__name__} where Run was due")
        return answer

    def give_up(self, reason: str, waits: list[Waits]) -> NoReturn:
        """Say who waits for what; there is nothing more to do in this process."""
        self.finish(Stuck(reason, waits))
        self.rest()

    def rest(self) -> NoReturn:
        """Everything is said: wait to be killed, so that no clean-up code of the submission runs any more."""
        if os.getpid() != self._pid:
            os._exit(0)
        for stream in _OUTPUT:
            with suppress(OSError, ValueError):  # the file is full, or the submission has closed it
                stream.flush()
        self.flush()
        while True:
            _real_sleep(3600)

    def _only(self) -> Any:
        messages = self._channel.receive()
        if len(messages) != 1:
            raise ProtocolViolation(f"the world sent {len(messages)} messages where one was due")
        return messages[0]
