"""An error ends its worker, and nobody hears of it."""

import queue
import threading


def fetch_all(client, urls, *, workers=8):
    todo = queue.SimpleQueue()
    for item in [*enumerate(urls), *[None] * workers]:
        todo.put(item)
    entries = [None] * len(urls)

    def work():
        while (item := todo.get()) is not None:
            entries[item[0]] = client.get(item[1])

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return entries
