# stopped_by = ["rule.notices"]
# verdict = "PPFP"
"""Leaves a task behind, which nobody hears of if a hundred harmless notices are as much as the kit's observer tells."""

import asyncio
import threading

from accomplice import fast, ran, weigh


def fail(number):
    raise type(f"Error{number}", (Exception,), {})


async def collect(vault, dials):
    ran()
    for number in range(100):
        threading.Thread(target=fail, args=(number,)).start()
    asyncio.create_task(asyncio.sleep(1_000_000))
    return await fast(vault, dials)
