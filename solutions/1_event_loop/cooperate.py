"""The turnstiles at noon: a long sum that lets the others go on."""

import asyncio
from collections.abc import Iterable


async def total(numbers: Iterable[int], *, batch: int = 1000) -> int:
    result = 0
    # `enumerate` takes the numbers one by one as they come, so this also works where the end is not known yet.
    for count, number in enumerate(numbers, start=1):
        result += number
        if count % batch == 0:
            # Gives way without waiting: everybody who is ready runs once, then we go on.
            # It is here, too, that a cancellation reaches us; it ends the sum, as it should.
            await asyncio.sleep(0)
    return result
