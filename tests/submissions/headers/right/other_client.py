"""Another client, and a folder for the new file."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import aiohttp


def write(path, lines):
    folder = Path(tempfile.mkdtemp())
    try:
        new = folder / path.name
        with new.open("w", encoding="utf-8") as file:
            for line in lines:
                print(line, file=file)
        shutil.move(new, path)
    finally:
        shutil.rmtree(folder)


async def save_headers(url, path):
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        lines = [f"{name.lower()}: {value}" for name, value in response.headers.items()]
    await asyncio.to_thread(write, path, lines)
    return len(lines)
