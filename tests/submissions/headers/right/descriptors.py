"""Descriptors of the operating system, and bytes."""

import asyncio
import contextlib
import os
import tempfile

import httpx


def write(path, data):
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        try:
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.rename(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(name)


async def save_headers(url, path):
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        response.raise_for_status()
        headers = [(name.decode().lower(), value.decode()) for name, value in response.headers.raw]
    text = "".join(f"{name}: {value}\n" for name, value in headers)
    await asyncio.to_thread(write, path, text.encode())
    return len(headers)
