"""A thread of its own, which settles a future of the loop."""

import asyncio
import threading

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
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    loop = asyncio.get_running_loop()
    written = loop.create_future()

    def settle(error):
        if written.cancelled():
            return
        if error is None:
            written.set_result(None)
        else:
            written.set_exception(error)

    def work():
        error = None
        try:
            write(path, "".join(lines))
        except Exception as caught:
            error = caught
        loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=work).start()
    await written
    return len(lines)
