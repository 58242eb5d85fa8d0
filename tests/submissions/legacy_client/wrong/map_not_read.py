"""The jobs put their entries away themselves, and nobody reads what `map` gives."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    entries = {}

    def get(url):
        entries[url] = client.get(url)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        pool.map(get, urls)
    return [entries.get(url, "") for url in urls]
