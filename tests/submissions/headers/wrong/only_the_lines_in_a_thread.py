"""Only the writing of lines is in a thread, which puts them into a buffer; opening and closing is not."""

import asyncio

import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        for line in lines:
            await asyncio.to_thread(file.write, line)
    new.replace(path)
    return len(lines)
