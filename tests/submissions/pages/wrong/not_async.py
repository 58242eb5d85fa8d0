"""A plain function where a coroutine function is asked for."""

import httpx


def fetch_all(urls):
    with httpx.Client() as client:
        return [client.get(url).raise_for_status().text for url in urls]
