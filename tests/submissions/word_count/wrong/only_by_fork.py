"""The target is a function inside a function: a forked process has it, a spawned one cannot be told of it."""

from collections import Counter
from multiprocessing import Process, SimpleQueue

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    texts = list(documents.values())
    found = SimpleQueue()

    def count_every(start):
        count = Counter()
        for text in texts[start::workers]:
            count.update(words_in(text))
        found.put(count)

    processes = [Process(target=count_every, args=(n,)) for n in range(workers)]
    for process in processes:
        process.start()
    total = sum((found.get() for _ in processes), Counter())
    for process in processes:
        process.join()
    return total
