"""The slow memory card: a thread waits for the card, and the file appears when it is whole."""

import asyncio
from pathlib import Path

import httpx


def write(path: Path, text: str) -> None:
    # The card takes what fits and then says that it is full, so what is written first must not be the file itself.
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        # A name is changed in one step: under this one there is the old file or the new one, and never half of it.
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


async def save_headers(url: str, path: Path) -> int:
    # The network is the event loop's own business: to await it holds nobody up.
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        # Before anything is written: the headers of an error page are not what was asked for.
        response.raise_for_status()
    # Putting lines together is work for the processor, so little of it that the loop does not feel it.
    lines = [f"{name}: {value}\n" for name, value in response.headers.multi_items()]
    # The card blocks whoever writes to it, so a thread does: opening, writing and closing, all in one go.
    await asyncio.to_thread(write, path, "".join(lines))
    return len(lines)
