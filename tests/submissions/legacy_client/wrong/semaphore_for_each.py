"""Every job makes itself a semaphore, so all of them get in."""

import threading
from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    def get(url):
        with threading.Semaphore(workers):
            return client.get(url)

    with ThreadPoolExecutor(max_workers=64) as pool:
        return list(pool.map(get, urls))
