"""Deals the URLs out to the threads before it is known who will be quick."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    def get_all(mine):
        return [client.get(url) for url in mine]

    entries = [None] * len(urls)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        hands = list(pool.map(get_all, [urls[n::workers] for n in range(workers)]))
    for n, hand in enumerate(hands):
        entries[n::workers] = hand
    return entries
