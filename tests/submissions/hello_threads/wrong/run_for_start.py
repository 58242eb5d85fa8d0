"""Calls run instead of start."""

import threading


def introduce(names, hello):
    answers, errors = [None] * len(names), []

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]
    for thread in threads:
        thread.run()
    if errors:
        raise errors[0]
    return answers
