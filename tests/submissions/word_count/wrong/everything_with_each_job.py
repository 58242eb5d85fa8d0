"""Sends all documents with each job, and where its own begin and end."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def count_part(documents, start, stop):
    total = Counter()
    for text in list(documents.values())[start:stop]:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    cuts = [len(documents) * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(count_part, documents, cuts[n], cuts[n + 1]) for n in range(workers)]
        return sum((future.result() for future in futures), Counter())
