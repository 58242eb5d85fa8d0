"""A thread for every URL, of which most wait at a semaphore: the calls are bounded, the threads are not."""

import threading
from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    places = threading.Semaphore(workers)

    def get(url):
        with places:
            return client.get(url)

    with ThreadPoolExecutor(max_workers=64) as pool:
        return list(pool.map(get, urls))
