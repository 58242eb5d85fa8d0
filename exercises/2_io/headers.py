"""The slow memory card.

A small computer in a cellar asks web servers for a page, and writes the headers of each answer into a file.
Its memory card takes two seconds for a write, and meanwhile the clock on its screen stands still.
Keep the clock going while the card writes, and never leave half a file on the card.
"""

from pathlib import Path

import httpx


async def save_headers(url: str, path: Path) -> int:
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        response.raise_for_status()
    lines = [f"{name}: {value}\n" for name, value in response.headers.multi_items()]
    # TODO: the card is slow, and everybody waits for it.
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)
