"""The lambda looks the URL up when it runs."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    futures = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for url in urls:
            futures.append(pool.submit(lambda: client.get(url)))
    return [future.result() for future in futures]
