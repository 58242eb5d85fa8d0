"""Never shuts its pool down."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait


def introduce(names, hello):
    def say_hello(name):
        threading.current_thread().name = name
        return hello(name)

    if not names:
        return []
    pool = ThreadPoolExecutor(max_workers=len(names))
    futures = [pool.submit(say_hello, name) for name in names]
    wait(futures)
    return [future.result() for future in futures]
