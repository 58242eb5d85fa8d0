"""A thread that keeps its answer or its error as attributes."""

import threading


class Singer(threading.Thread):
    def __init__(self, name, hello):
        super().__init__(name=name)
        self.hello = hello
        self.answer = self.error = None

    def run(self):
        try:
            self.answer = self.hello(self.name)
        except Exception as error:
            self.error = error


def introduce(names, hello):
    singers = [Singer(name, hello) for name in names]
    for singer in singers:
        singer.start()
    for singer in singers:
        singer.join()
    for singer in singers:
        if singer.error is not None:
            raise singer.error
    return [singer.answer for singer in singers]
