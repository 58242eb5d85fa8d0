"""One process for each worker, its share sent with it, its count through a pipe."""

from collections import Counter
from multiprocessing import Pipe, Process

from asynclings.workloads import words_in


def count_all(texts, end):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    end.send(total)
    end.close()


def word_count(documents, *, workers):
    texts = list(documents.values())
    jobs = []
    for n in range(workers):
        ours, theirs = Pipe(duplex=False)
        process = Process(target=count_all, args=(texts[n::workers], theirs))
        process.start()
        theirs.close()
        jobs.append((process, ours))
    total = Counter()
    for process, ours in jobs:
        total.update(ours.recv())
        ours.close()
        process.join()
    return total
