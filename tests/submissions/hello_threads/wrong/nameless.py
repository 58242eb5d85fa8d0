"""Leaves the threads called Thread-1, Thread-2…"""

import threading


def introduce(names, hello):
    answers, errors = [None] * len(names), []

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=say_hello, args=item) for item in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers
