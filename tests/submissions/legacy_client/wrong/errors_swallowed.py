"""What cannot be got is an empty text."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    def get(url):
        try:
            return client.get(url)
        except Exception:
            return ""

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(get, urls))
