"""time.sleep(0) lets other threads go on, but not other tasks."""

import time


async def total(numbers, *, batch=1000):
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            time.sleep(0)
    return result
