"""Whoever could not speak has said nothing."""

import threading


def introduce(names, hello):
    answers = [""] * len(names)

    def say_hello(place, name):
        try:
            answers[place] = hello(name)
        except Exception:
            pass

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
