"""Starts one more thread, which waits for the others."""

import threading


def introduce(names, hello):
    answers, errors = [None] * len(names), []

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]

    def watch():
        for thread in threads:
            thread.join()

    for thread in threads:
        thread.start()
    watcher = threading.Thread(target=watch)
    watcher.start()
    watcher.join()
    if errors:
        raise errors[0]
    return answers
