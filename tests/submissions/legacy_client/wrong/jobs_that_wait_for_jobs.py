"""Jobs that submit jobs to the same pool and wait for them: when all threads wait, none is left to work."""

from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    with ThreadPoolExecutor(max_workers=workers) as pool:

        def get_group(group):
            futures = [pool.submit(client.get, url) for url in group]
            return [future.result() for future in futures]

        groups = [pool.submit(get_group, urls[n : n + 2]) for n in range(0, len(urls), 2)]
        return [entry for group in groups for entry in group.result()]
