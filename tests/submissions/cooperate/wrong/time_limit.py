"""Believes that a time limit lets others in."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    async with asyncio.timeout(60):
        for number in numbers:
            result += number
    return result
