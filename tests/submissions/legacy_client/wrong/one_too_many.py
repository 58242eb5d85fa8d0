"""The calling thread helps, so there is one call more than there may be."""

import threading


def fetch_all(client, urls, *, workers=8):
    rest = list(reversed(list(enumerate(urls))))
    entries, errors = {}, []

    def work():
        while rest:
            place, url = rest.pop()
            try:
                entries[place] = client.get(url)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [entries[place] for place in range(len(urls))]
