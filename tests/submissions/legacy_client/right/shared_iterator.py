"""Threads share one iterator, under a lock; an error stops them all."""

import threading


def fetch_all(client, urls, *, workers=8):
    rest = iter(list(enumerate(urls)))
    lock = threading.Lock()
    entries, errors = {}, []

    def work():
        while not errors:
            with lock:
                place, url = next(rest, (None, None))
            if url is None:
                return
            try:
                entries[place] = client.get(url)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(min(workers, len(urls)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [entries[place] for place in range(len(urls))]
