"""A first request looks whether the page is there."""

import asyncio

import httpx


def write(path, text):
    new = path.with_name(path.name + ".new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


async def fetch(url):
    async with httpx.AsyncClient() as client:
        (await client.get(url)).raise_for_status()
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
