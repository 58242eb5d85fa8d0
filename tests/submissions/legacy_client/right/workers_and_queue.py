"""Threads by hand, which take URLs from a queue until they find an end mark."""

import queue
import threading


def fetch_all(client, urls, *, workers=8):
    todo = queue.Queue()
    for item in enumerate(urls):
        todo.put(item)
    entries = [None] * len(urls)
    errors = []

    def work():
        while (item := todo.get()) is not None:
            place, url = item
            try:
                entries[place] = client.get(url)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for _ in threads:
        todo.put(None)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return entries
