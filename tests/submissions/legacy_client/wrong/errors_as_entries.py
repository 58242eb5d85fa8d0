"""Hands errors out as if they were entries."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(client.get, url) for url in urls]
    return [future.exception() or future.result() for future in futures]
