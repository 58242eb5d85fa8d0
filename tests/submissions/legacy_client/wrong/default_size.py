"""Lets the pool choose how many threads it has."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(client.get, urls))
