"""`multiprocessing.Pool`, with its callbacks brought into the loop."""

import asyncio
import multiprocessing

from asynclings.workloads import primes_below


async def count_primes(limits):
    if not limits:
        return []
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def finish(method, value):
        loop.call_soon_threadsafe(method, value)

    with multiprocessing.Pool(3) as pool:
        pool.map_async(
            primes_below,
            limits,
            chunksize=1,
            callback=lambda counts: finish(done.set_result, counts),
            error_callback=lambda error: finish(done.set_exception, error),
        )
        try:
            return await done
        finally:
            pool.close()
            await asyncio.to_thread(pool.join)
