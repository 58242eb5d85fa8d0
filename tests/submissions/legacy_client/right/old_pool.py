"""The older pool of threads, `multiprocessing.pool.ThreadPool`, with its jobs handed out one by one."""

from multiprocessing.pool import ThreadPool


def fetch_all(client, urls, *, workers=8):
    with ThreadPool(workers) as pool:
        return pool.map(client.get, urls, chunksize=1)
