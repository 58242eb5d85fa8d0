"""Groups of as many as there are workers, each waiting for its slowest."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    entries = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for start in range(0, len(urls), workers):
            entries += list(pool.map(client.get, urls[start : start + workers]))
    return entries
