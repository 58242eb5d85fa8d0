"""Takes results as they come and puts each into its place."""

from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_all(client, urls, *, workers=8):
    entries = [""] * len(urls)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        places = {pool.submit(client.get, url): place for place, url in enumerate(urls)}
        for future in as_completed(places):
            entries[places[future]] = future.result()
    return entries
