"""The old client.

The museum's catalogue is reached through an old library that blocks whoever calls it, for a second an entry.
Get the entries with several threads: as many as the licence allows, and not one more.
The entries come back in the order of the URLs.
"""

from asynclings.services import LegacyClient


def fetch_all(client: LegacyClient, urls: list[str], *, workers: int = 8) -> list[str]:
    # TODO: there could be `workers` threads, and there is one.
    return [client.get(url) for url in urls]
