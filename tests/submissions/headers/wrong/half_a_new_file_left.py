"""A full card leaves half of the new file beside the old one."""

import asyncio

import httpx


def write(path, text):
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
