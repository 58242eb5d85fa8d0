"""The file is opened, and emptied, before the page is there."""

import asyncio

import httpx


async def save_headers(url, path):
    file = await asyncio.to_thread(path.open, "w", encoding="utf-8")
    try:
        async with httpx.AsyncClient() as client:
            response = await client.get(url)
            response.raise_for_status()
        lines = [f"{name}: {value}\n" for name, value in response.headers.multi_items()]
        file.writelines(lines)
    finally:
        await asyncio.to_thread(file.close)
    return len(lines)
