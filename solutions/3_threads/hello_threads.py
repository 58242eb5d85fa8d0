"""Hello, threads: all are started, then all are joined."""

import threading
from collections.abc import Callable


def introduce(names: list[str], hello: Callable[[str], str]) -> list[str]:
    # A place for each answer, so that it does not matter who is ready first.
    answers = [""] * len(names)
    errors: list[Exception] = []

    def say_hello(place: int, name: str) -> None:
        # An error would end its thread and go no further: `join` does not raise it. So it is kept.
        try:
            answers[place] = hello(name)
        except Exception as error:
            errors.append(error)

    # The function and its arguments, not a call of it: the thread is to make the call.
    threads = [threading.Thread(target=say_hello, args=(place, name), name=name) for place, name in enumerate(names)]
    for thread in threads:
        thread.start()
    # A second loop: joined in the first one, each would end before the next begins.
    for thread in threads:
        thread.join()
    # Now nobody is at work any more.
    if errors:
        raise errors[0]
    return answers
