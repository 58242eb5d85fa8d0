"""A future for each thread to put its answer in, daemon threads that are joined all the same."""

import threading
from concurrent.futures import Future
from contextlib import ExitStack


def introduce(names, hello):
    futures = []
    with ExitStack() as stack:
        for name in names:
            future = Future()
            futures.append(future)
            thread = threading.Thread(target=settle, args=(future, hello, name), name=name, daemon=True)
            thread.start()
            stack.callback(thread.join)
    return [future.result() for future in futures]


def settle(future, hello, name):
    try:
        future.set_result(hello(name))
    except Exception as error:
        future.set_exception(error)
