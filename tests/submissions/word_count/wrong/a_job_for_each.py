"""Submits a job for each document."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    total = Counter()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(words_in, text) for text in documents.values()]
        for future in futures:
            total.update(future.result())
    return total
