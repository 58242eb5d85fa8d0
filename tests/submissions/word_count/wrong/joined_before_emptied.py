"""Joins processes whose counts are still in the queue."""

import multiprocessing
from collections import Counter

from asynclings.workloads import words_in


def count_all(texts, found):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    found.put(total)


def word_count(documents, *, workers):
    texts = list(documents.values())
    found = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=count_all, args=(texts[n::workers], found)) for n in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return sum((found.get() for _ in processes), Counter())
