"""Asks for each result right after it has submitted the job."""

import threading
from concurrent.futures import ThreadPoolExecutor


def introduce(names, hello):
    def say_hello(name):
        threading.current_thread().name = name
        return hello(name)

    with ThreadPoolExecutor(max_workers=50) as pool:
        return [pool.submit(say_hello, name).result() for name in names]
