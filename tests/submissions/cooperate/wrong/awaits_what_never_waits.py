"""Awaits a coroutine for each number; but none of them ever waits."""


async def add(result, number):
    return result + number


async def total(numbers, *, batch=1000):
    result = 0
    for number in numbers:
        result = await add(result, number)
    return result
