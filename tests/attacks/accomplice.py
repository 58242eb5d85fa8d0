"""Lies beside every attack: says that it ran and whether it got through, and does the honest part."""

import asyncio
import ctypes
import os
import socket
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)


def ran():
    """The attack begins here."""
    print("ran", flush=True)


def through(what="it worked"):
    """The attack has done what nobody should be able to."""
    print(f"through: {what}", flush=True)


def attempt(deed):
    """Try something that should not work, and go on as if nothing had been."""
    ran()
    try:
        found = deed()
    except Exception as error:
        print(f"stopped: {type(error).__name__}: {error}", flush=True)
    else:
        through(found)


def call(name, *arguments):
    """A function of the C library, behind the back of Python's own checks."""
    result = getattr(libc, name)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def system_call(number, *arguments):
    return call("syscall", ctypes.c_long(number), *arguments)


# ---------------------------------------------------------------- the kit's own end of the wire


def wire():
    """The kit's object that speaks for this process."""
    import gc

    from asynclings.worker.wire import WorkerWire

    gc.unfreeze()  # what was there before the fork is left out otherwise
    return next(found for found in gc.get_objects() if type(found) is WorkerWire)


def say(*messages):
    """Put messages of any kind on the wire, immediately."""
    import msgspec

    body = msgspec.msgpack.encode(messages)
    put(struct.pack(">I", len(body)) + body)


def put(data):
    """Put bytes on the wire, immediately."""
    wire().flush()
    sock = wire()._channel._socket
    sock.setblocking(True)
    sock.sendall(data)


WHERE = ["vault.py", 1, "collect"]

# ---------------------------------------------------------------- the honest part


async def slow(vault, dials):
    """Right, and one after another."""
    return [await vault.turn(dial) for dial in dials]


async def fast(vault, dials):
    """Right, and all at once."""
    async with asyncio.TaskGroup() as group:
        turns = [group.create_task(vault.turn(dial)) for dial in dials]
    return [turn.result() for turn in turns]


def weigh(coins):
    return [1 - coin for coin in coins]
