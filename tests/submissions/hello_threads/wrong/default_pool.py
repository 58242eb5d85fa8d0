"""A pool of the default size, which is not as large as the choir."""

import threading
from concurrent.futures import ThreadPoolExecutor


def introduce(names, hello):
    def say_hello(name):
        threading.current_thread().name = name
        return hello(name)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(say_hello, names))
