"""Requests to the process that starts workers: each is a byte that carries descriptors, then a frame.

A stream with frames of our own on every system: macOS has no packets that are certain to arrive.
"""

import socket
from collections.abc import Sequence

from asynclings.messages import Channel, ConversationOver, Message, decode_to_zygote

_DESCRIPTORS = 3  # that come with a job


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
    channel = Channel(control, decode_to_zygote)
    (message,) = channel.receive()
    return message, descriptors, channel
