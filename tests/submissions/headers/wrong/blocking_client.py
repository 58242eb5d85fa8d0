"""The file is written in a thread, and the page is got with a client that blocks."""

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


def fetch(url):
    with httpx.Client() as client:
        response = client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = fetch(url)
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
