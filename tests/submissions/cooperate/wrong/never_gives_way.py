"""A plain sum under the word async."""


async def total(numbers, *, batch=1000):
    return sum(numbers)
