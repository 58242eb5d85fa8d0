"""The turnstiles at noon.

`total` adds up the day's visitors, and while it adds, the museum's doors do not open: nothing else gets a turn.
Let the others have one after every `batch` numbers.
Once a batch is enough: whoever asks after every number gets no work done.
"""

from collections.abc import Iterable


async def total(numbers: Iterable[int], *, batch: int = 1000) -> int:
    result = 0
    for number in numbers:
        # TODO: nobody else can do anything before the last number is added.
        result += number
    return result
