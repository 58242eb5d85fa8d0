"""Waits for a condition that the last one notifies, then joins."""

import threading


def introduce(names, hello):
    answers, errors = {}, {}
    done = threading.Condition()

    def say_hello(place):
        try:
            answer, error = hello(names[place]), None
        except Exception as raised:
            answer, error = None, raised
        with done:
            answers[place], errors[place] = answer, error
            done.notify()

    threads = [threading.Thread(None, say_hello, name, (place,)) for place, name in enumerate(names)]
    for thread in threads:
        thread.start()
    with done:
        done.wait_for(lambda: len(answers) == len(names))
    for thread in threads:
        thread.join()
    for place in range(len(names)):
        if errors[place] is not None:
            raise errors[place]
    return [answers[place] for place in range(len(names))]
