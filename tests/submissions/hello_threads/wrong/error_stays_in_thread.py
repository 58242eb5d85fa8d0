"""Expects `join` to raise what was raised in the thread."""

import threading


def introduce(names, hello):
    answers = [None] * len(names)

    def say_hello(place, name):
        answers[place] = hello(name)

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
