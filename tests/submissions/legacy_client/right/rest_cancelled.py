"""At the first error, what waits in the queue is cancelled."""

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait


def fetch_all(client, urls, *, workers=8):
    pool = ThreadPoolExecutor(workers, thread_name_prefix="museum")
    try:
        futures = [pool.submit(client.get, url) for url in urls]
        done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()
        return [future.result() for future in futures]
    finally:
        pool.shutdown(cancel_futures=True)
