"""The new headers come after the old ones."""

import asyncio

import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


def write(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
