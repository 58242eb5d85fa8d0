"""A thread for every URL, all at once."""

import threading


def fetch_all(client, urls, *, workers=8):
    entries, errors = [None] * len(urls), []

    def work(place):
        try:
            entries[place] = client.get(urls[place])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(urls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return entries
