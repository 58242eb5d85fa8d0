"""The paths of anyio, which httpx has brought along: each of their methods is called in a thread."""

import anyio
import httpx


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    return [f"{name}: {value}\n" for name, value in response.headers.multi_items()]


async def save_headers(url, path):
    lines = await fetch(url)
    new = anyio.Path(path).with_name(path.name + "~")
    try:
        await new.write_text("".join(lines), encoding="utf-8")
        await new.replace(path)
    except BaseException:
        path.with_name(path.name + "~").unlink(missing_ok=True)
        raise
    return len(lines)
