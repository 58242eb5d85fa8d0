"""Waits for its queue to be worked off, and nobody says that an item is done."""

import queue
import threading


def fetch_all(client, urls, *, workers=8):
    todo = queue.Queue()
    entries = [None] * len(urls)

    def work():
        while True:
            place, url = todo.get()
            entries[place] = client.get(url)

    for _ in range(workers):
        threading.Thread(target=work, daemon=True).start()
    for item in enumerate(urls):
        todo.put(item)
    todo.join()
    return entries
