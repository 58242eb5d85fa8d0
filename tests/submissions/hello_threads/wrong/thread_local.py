"""Puts the answers where only the thread itself can see them."""

import threading

heard = threading.local()


def introduce(names, hello):
    def say_hello(name):
        heard.answer = hello(name)

    threads = [threading.Thread(target=say_hello, args=(name,), name=name) for name in names]
    answers = []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        answers.append(heard.answer)
    return answers
