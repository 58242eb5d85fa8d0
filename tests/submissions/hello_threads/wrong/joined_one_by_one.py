"""Joins each thread before it starts the next."""

import threading


def introduce(names, hello):
    answers, errors = [None] * len(names), []

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    for item in enumerate(names):
        thread = threading.Thread(target=say_hello, args=item, name=item[1])
        thread.start()
        thread.join()
    if errors:
        raise errors[0]
    return answers
