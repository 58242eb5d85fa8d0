"""Workers that take parcels from a queue until they find a None, and a queue for their counts."""

import multiprocessing
from collections import Counter

from asynclings.workloads import words_in


def work(todo, found):
    total = Counter()
    while (texts := todo.get()) is not None:
        for text in texts:
            total.update(words_in(text))
    found.put(total)


def word_count(documents, *, workers):
    texts = list(documents.values())
    todo, found = multiprocessing.Queue(), multiprocessing.Queue()
    processes = [multiprocessing.Process(target=work, args=(todo, found)) for _ in range(workers)]
    for process in processes:
        process.start()
    for n in range(2 * workers):
        todo.put(texts[n :: 2 * workers])
    for _ in processes:
        todo.put(None)
    # First the counts, then the end: a process does not end while its queue is not emptied.
    total = sum((found.get() for _ in processes), Counter())
    for process in processes:
        process.join()
    todo.close()
    todo.join_thread()
    return total
