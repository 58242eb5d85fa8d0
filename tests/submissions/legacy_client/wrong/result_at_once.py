"""Waits for each job before it submits the next."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return [pool.submit(client.get, url).result() for url in urls]
