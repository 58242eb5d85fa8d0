"""Holds a lock while somebody speaks."""

import threading


def introduce(names, hello):
    answers, errors = [None] * len(names), []
    lock = threading.Lock()

    def say_hello(place, name):
        try:
            with lock:
                answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers
