"""The brackets call it here, and hand the number of characters to the thread."""

import asyncio

import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.to_thread(path.write_text("".join(lines), encoding="utf-8"))
    return len(lines)
