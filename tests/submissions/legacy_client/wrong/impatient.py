"""Gives each entry two seconds, as if that stopped the thread that gets it."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(client.get, url) for url in urls]
        return [future.result(timeout=2) for future in futures]
