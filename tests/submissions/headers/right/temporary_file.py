"""A temporary file beside the real one, made by tempfile, and os.replace."""

import asyncio
import os
import tempfile

import httpx


def write(path, lines):
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
        try:
            file.writelines(lines)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.get_running_loop().run_in_executor(None, write, path, lines)
    return len(lines)
