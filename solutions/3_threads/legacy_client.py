"""The old client: a pool of threads, as large as the licence allows."""

from concurrent.futures import ThreadPoolExecutor

from asynclings.services import LegacyClient


def fetch_all(client: LegacyClient, urls: list[str], *, workers: int = 8) -> list[str]:
    # The pool never has more threads than this, however many jobs wait in its queue. `with` waits for them at the end.
    with ThreadPoolExecutor(max_workers=workers) as pool:
        # `map` hands all jobs in at once, and gives the results in the order of the URLs. An error waits in its
        # result, so all results have to be read: that is what `list` is for.
        return list(pool.map(client.get, urls))
