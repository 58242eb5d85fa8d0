"""Daemon threads, and a second for all to be done."""

import threading
import time


def introduce(names, hello):
    answers, errors = [None] * len(names), []

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    for item in enumerate(names):
        threading.Thread(target=say_hello, args=item, name=item[1], daemon=True).start()
    time.sleep(1)
    if errors:
        raise errors[0]
    return answers
