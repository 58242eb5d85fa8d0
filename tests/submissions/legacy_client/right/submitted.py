"""Submits all, then asks for the results in order."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(client.get, url) for url in urls]
        return [future.result() for future in futures]
