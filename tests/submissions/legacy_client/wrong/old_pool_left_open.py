"""The older pool, and nobody closes it."""

from multiprocessing.pool import ThreadPool


def fetch_all(client, urls, *, workers=8):
    pool = ThreadPool(workers)
    return pool.map(client.get, urls, chunksize=1)
