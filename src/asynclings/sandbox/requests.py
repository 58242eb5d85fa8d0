"""Requests to the process that starts workers: each is a byte that carries descriptors, then a frame.

A stream with frames of our own on every system: macOS has no packets that are certain to arrive.
"""

import socket
from collections.abc import Sequence

from asynclings.channel import Channel, ConversationOver
from asynclings.messages import Message, decoder

_DESCRIPTORS = 3  # that come with a job


class Job(Message, frozen=True):
    """Fork a worker. Comes with the descriptors of the worker's socket, of its output file and of that for its stacks.

    ``driver`` is a file in the folder, empty if there is none. ``virtual`` is false for runs in real time. Limits:
    processor seconds, bytes; so many runs of this user may go on ``at_once``, and share its limit of processes.
    ``start_method`` and ``rendezvous`` (a folder) are for runs with processes, else empty.
    ``policy`` names what it may do beyond computing (see `asynclings.sandbox.policy`), ``without`` the layers that are
    left out (see `asynclings.sandbox.layers`). A ``script`` is not imported beforehand: it is run when that is asked.
    The worker that stands by meanwhile is to ``rehearse`` what the next job will probably need.
    """

    folder: str
    files: list[str]
    module: str
    script: bool
    driver: str
    scratch: str
    virtual: bool
    processor_seconds: int
    memory: int
    file_size: int
    at_once: int
    start_method: str
    rendezvous: str
    policy: list[str]
    without: list[str]
    rehearse: bool


class Reap(Message, frozen=True):
    """Kill whatever the last worker left, and say how it ended.

    A worker that broke off is given ``patience`` real seconds to end by itself: its socket closes a moment before it
    does.
    """

    patience: float


class Forked(Message, frozen=True):
    pid: int


class Reaped(Message, frozen=True):
    """``status`` is the worker's exit code, or minus the signal that ended it; None if it had not ended by itself.

    ``spent`` is its processor time in seconds, if it had.
    """

    status: int | None
    spent: float


decode_request = decoder(Job | Reap)
decode_answer = decoder(Forked | Reaped)


def send(control: socket.socket, channel: Channel, message: Message, descriptors: Sequence[int] = ()) -> None:
    """Ask for something. Raises `OSError` or `ConversationOver` if nobody is there."""
    if descriptors:
        socket.send_fds(control, [b"+"], list(descriptors))
    else:
        control.send(b"-")
    channel.send([message])


def receive(control: socket.socket) -> tuple[Message, list[int], Channel]:
    """The next request, the descriptors that came with it, and where to answer. Raises `ConversationOver`."""
    begun, descriptors, _, _ = socket.recv_fds(control, 1, _DESCRIPTORS)
    if not begun:
        raise ConversationOver
    channel = Channel(control, decode_request)
    (message,) = channel.receive()
    return message, descriptors, channel
