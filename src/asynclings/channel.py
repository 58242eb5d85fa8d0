"""The wire: frames of messages over a socket. Their size is checked before a body is read; so are number and time."""

import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

from asynclings.messages import Message, ProtocolViolation, encode

FRAME_LIMIT = 1 << 20  # bytes of one frame
CONVERSATION_LIMIT = 16 << 20  # bytes of all frames of one run
MESSAGE_LIMIT = 60_000  # messages of one run

_LENGTH = struct.Struct(">I")


class ConversationOver(Exception):
    """The other side closed the wire."""


class DeadlinePassed(Exception):
    """The other side did not speak, or did not listen, before the deadline (real seconds)."""


class Channel:
    """Frames over a connected socket. With a ``deadline`` (`time.monotonic` seconds), both directions keep to it.

    When it has come, it is put off by what ``delayed`` says: real seconds, more of them each time if at all.
    """

    def __init__(self, sock: socket.socket, decode: Callable[[bytes], list[Any]]) -> None:
        self._socket = sock
        self._decode = decode
        self._buffer = bytearray()
        self._received = 0
        self._messages = 0
        self.deadline: float | None = None
        self.delayed: Callable[[], float] = lambda: 0.0
        self._put_off = 0.0

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, messages: Sequence[Message]) -> None:
        body = encode(messages)
        if len(body) > FRAME_LIMIT:
            raise ProtocolViolation(f"a frame of {len(body):,} bytes is larger than the {FRAME_LIMIT:,} allowed")
        data = memoryview(_LENGTH.pack(len(body)) + body)
        while data:
            self._limit_wait()
            try:
                data = data[self._socket.send(data) :]
            except TimeoutError:
                raise DeadlinePassed from None
            except (BrokenPipeError, ConnectionResetError):
                raise ConversationOver from None

    def receive(self) -> list[Any]:
        """The messages of the next frame."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > FRAME_LIMIT:
            raise ProtocolViolation(f"a frame of {length:,} bytes was announced; {FRAME_LIMIT:,} are allowed")
        self._received += length
        if self._received > CONVERSATION_LIMIT:
            raise ProtocolViolation(f"the run sent more than {CONVERSATION_LIMIT:,} bytes")
        messages = self._decode(self._exactly(length))
        self._messages += len(messages)
        if self._messages > MESSAGE_LIMIT:
            raise ProtocolViolation(f"the run sent more than {MESSAGE_LIMIT:,} messages")
        return messages

    def ready(self, patience: float) -> bool:
        """Whether a whole frame can be read, waiting at most so many real seconds for more of it."""
        return self._whole() or (self._read_more(patience) and self._whole())

    def _whole(self) -> bool:
        """Whether a frame is here, or the beginning of one that is not to be waited for."""
        if len(self._buffer) < _LENGTH.size:
            return False
        length: int = _LENGTH.unpack_from(self._buffer)[0]
        return length > FRAME_LIMIT or len(self._buffer) >= _LENGTH.size + length

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            if not self._read_more():
                raise DeadlinePassed
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _read_more(self, patience: float | None = None) -> bool:
        """Read what is there; False if nothing came before ``patience`` (or the deadline) was over."""
        self._limit_wait(patience)
        try:
            data = self._socket.recv(1 << 16)
        except (TimeoutError, BlockingIOError):
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            raise ConversationOver
        self._buffer += data
        return True

    def _limit_wait(self, patience: float | None = None) -> None:
        if self.deadline is not None:
            left = self._left(self.deadline)
            if left <= 0:
                raise DeadlinePassed
            patience = left if patience is None else min(left, patience)
        if patience is not None:
            self._socket.settimeout(patience)

    def _left(self, deadline: float) -> float:
        """Real seconds until then, after it was put off if it had come."""
        now = time.monotonic()
        if deadline + self._put_off <= now:
            self._put_off = max(self._put_off, self.delayed())
        return deadline + self._put_off - now
