"""An awaitable of its own: a bare yield is what asyncio.sleep(0) does."""


class GiveWay:
    def __await__(self):
        yield


async def total(numbers, *, batch=1000):
    result = left = 0
    for number in numbers:
        result += number
        left += 1
        if left == batch:
            await GiveWay()
            left = 0
    return result
