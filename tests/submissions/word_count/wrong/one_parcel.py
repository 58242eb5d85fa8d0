"""Sends everything to one process in one parcel."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def count_all(texts):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return pool.submit(count_all, list(documents.values())).result()
