"""Shuts its pool down, unless there is an error."""

from concurrent.futures import ThreadPoolExecutor, wait


def fetch_all(client, urls, *, workers=8):
    pool = ThreadPoolExecutor(max_workers=workers)
    futures = [pool.submit(client.get, url) for url in urls]
    wait(futures)
    entries = [future.result() for future in futures]
    pool.shutdown()
    return entries
