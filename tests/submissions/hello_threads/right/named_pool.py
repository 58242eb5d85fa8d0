"""A pool with a thread for each, which takes the name of the person it works for."""

import threading
from concurrent.futures import ThreadPoolExecutor


def introduce(names, hello):
    def say_hello(name):
        threading.current_thread().name = name
        return hello(name)

    if not names:
        return []
    with ThreadPoolExecutor(max_workers=len(names)) as pool:
        futures = [pool.submit(say_hello, name) for name in names]
    return [future.result() for future in futures]
