"""Holds a lock during the call, to be on the safe side."""

import threading
from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    lock = threading.Lock()

    def get(url):
        with lock:
            return client.get(url)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(get, urls))
