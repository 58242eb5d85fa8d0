"""Returns the entries in the order in which they came."""

from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(client.get, url) for url in urls]
        return [future.result() for future in as_completed(futures)]
