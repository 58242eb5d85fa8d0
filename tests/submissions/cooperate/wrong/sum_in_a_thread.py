"""Sends the whole sum to a thread."""

import asyncio


async def total(numbers, *, batch=1000):
    return await asyncio.to_thread(sum, numbers)
