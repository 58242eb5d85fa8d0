"""The jobs put their answers away themselves, and nobody reads what `map` gives, errors included."""

import threading
from concurrent.futures import ThreadPoolExecutor


def introduce(names, hello):
    answers = [""] * len(names)

    def say_hello(place, name):
        threading.current_thread().name = name
        answers[place] = hello(name)

    if names:
        with ThreadPoolExecutor(max_workers=len(names)) as pool:
            pool.map(say_hello, range(len(names)), names)
    return answers
