"""Looks fifty times a second whether all is there."""

import time
from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(client.get, url) for url in urls]
        while not all(future.done() for future in futures):
            time.sleep(0.02)
    return [future.result() for future in futures]
