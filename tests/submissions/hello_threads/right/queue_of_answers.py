"""The threads put what they have into a queue; the errors of all are raised as a group."""

import queue
import threading


def introduce(names, hello):
    heard = queue.SimpleQueue()

    def say_hello(place, name):
        try:
            heard.put((place, hello(name), None))
        except Exception as error:
            heard.put((place, None, error))

    threads = [threading.Thread(target=say_hello, args=item, name=item[1]) for item in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = sorted((heard.get() for _ in names), key=lambda item: item[0])
    errors = [error for _, _, error in found if error is not None]
    if errors:
        raise ExceptionGroup("some could not say hello", errors)
    return [answer for _, answer, _ in found]
