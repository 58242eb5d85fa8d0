"""After an error, does not wait for the calls that are in flight."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        return list(pool.map(client.get, urls))
    finally:
        pool.shutdown(wait=False)
