"""The lambda looks the name up when it runs."""

import threading


def introduce(names, hello):
    answers = []
    threads = []
    for name in names:
        thread = threading.Thread(target=lambda: answers.append(hello(name)), name=name)
        threads.append(thread)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
