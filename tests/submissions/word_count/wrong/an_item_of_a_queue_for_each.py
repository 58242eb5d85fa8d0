"""Puts document after document into a queue."""

import multiprocessing
from collections import Counter

from asynclings.workloads import words_in


def work(todo, found):
    total = Counter()
    while (text := todo.get()) is not None:
        total.update(words_in(text))
    found.put(total)


def word_count(documents, *, workers):
    todo, found = multiprocessing.Queue(), multiprocessing.Queue()
    processes = [multiprocessing.Process(target=work, args=(todo, found)) for _ in range(workers)]
    for process in processes:
        process.start()
    for text in [*documents.values(), *[None] * workers]:
        todo.put(text)
    total = sum((found.get() for _ in processes), Counter())
    for process in processes:
        process.join()
    return total
