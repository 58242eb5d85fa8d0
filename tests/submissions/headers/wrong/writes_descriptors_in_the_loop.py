"""Without `open`, and still in the coroutine."""

import os

import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    new = path.with_name("new-" + path.name)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        os.write(descriptor, "".join(lines).encode())
    finally:
        os.close(descriptor)
    os.replace(new, path)
    return len(lines)
