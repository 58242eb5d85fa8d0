"""Daemon threads that wait for more work when there is none."""

import queue
import threading


def fetch_all(client, urls, *, workers=8):
    todo = queue.Queue()
    entries, errors = [None] * len(urls), []

    def work():
        while True:
            place, url = todo.get()
            try:
                entries[place] = client.get(url)
            except Exception as error:
                errors.append(error)
            finally:
                todo.task_done()

    for _ in range(workers):
        threading.Thread(target=work, daemon=True).start()
    for item in enumerate(urls):
        todo.put(item)
    todo.join()
    if errors:
        raise errors[0]
    return entries
