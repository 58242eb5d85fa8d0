"""One after another."""


def fetch_all(client, urls, *, workers=8):
    entries = []
    for url in urls:
        entries.append(client.get(url))
    return entries
