"""Keeps the answers by name, so of two with the same name one is lost."""

import threading


def introduce(names, hello):
    answers, errors = {}, []

    def say_hello(name):
        try:
            answers[name] = hello(name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=say_hello, args=(name,), name=name) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [answers[name] for name in names]
