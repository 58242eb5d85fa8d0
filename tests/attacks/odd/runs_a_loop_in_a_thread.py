"""Runs a second event loop in a thread, and leaves it in order."""

import asyncio
import threading

from accomplice import fast, ran, weigh


async def collect(vault, dials):
    ran()
    heard = []
    thread = threading.Thread(target=lambda: heard.append(asyncio.run(asyncio.sleep(0, "hello"))))
    thread.start()
    words = await fast(vault, dials)
    await asyncio.to_thread(thread.join)
    return words
