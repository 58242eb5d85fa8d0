"""A thread for each step: open, write, close, put into place."""

from asyncio import to_thread

import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    new = path.with_suffix(".part")
    try:
        file = await to_thread(open, new, "w", encoding="utf-8")
        try:
            for line in lines:
                await to_thread(file.write, line)
        finally:
            await to_thread(file.close)
        await to_thread(new.replace, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return len(lines)
