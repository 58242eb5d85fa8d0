"""Never shuts its pool down."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    pool = ThreadPoolExecutor(max_workers=workers)
    futures = [pool.submit(client.get, url) for url in urls]
    return [future.result() for future in futures]
