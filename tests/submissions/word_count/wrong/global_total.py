"""Lets the processes change a global, each its own."""

from collections import Counter
from multiprocessing import Process

from asynclings.workloads import words_in

total = Counter()


def count_all(texts):
    for text in texts:
        total.update(words_in(text))


def word_count(documents, *, workers):
    texts = list(documents.values())
    processes = [Process(target=count_all, args=(texts[n::workers],)) for n in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return total
