"""Makes every warning an error, and asyncio talkative."""

import logging
import warnings

from accomplice import fast, ran, weigh

ran()
warnings.simplefilter("error")
logging.basicConfig(level=logging.DEBUG)


async def collect(vault, dials):
    import asyncio

    asyncio.get_running_loop().set_debug(True)
    return await fast(vault, dials)
