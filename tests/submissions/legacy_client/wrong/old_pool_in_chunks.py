"""The older pool hands out several jobs at a time, and some threads have nothing to do in the end."""

from multiprocessing.pool import ThreadPool


def fetch_all(client, urls, *, workers=8):
    with ThreadPool(workers) as pool:
        return pool.map(client.get, urls)
