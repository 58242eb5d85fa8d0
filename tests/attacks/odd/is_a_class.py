"""Gives a callable object where a function is asked for."""

import functools

from accomplice import fast, ran, weigh

ran()


class Collector:
    async def __call__(self, vault, dials):
        return await fast(vault, dials)


collect = Collector()
weigh = functools.partial(weigh)
