"""A new pool for each URL, whose end it waits for."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    entries = []
    for url in urls:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            future = pool.submit(client.get, url)
        entries.append(future.result())
    return entries
