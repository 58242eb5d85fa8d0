"""Every line is sent to the card immediately."""

import asyncio

import httpx


def write(path, text):
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            for line in text.splitlines(keepends=True):
                print(line, end="", file=file, flush=True)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
