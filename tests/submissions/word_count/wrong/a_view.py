"""Sends a view of the dictionary, which cannot be pickled."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def count_all(texts):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    half = len(documents) // 2
    first = dict(list(documents.items())[:half])
    second = dict(list(documents.items())[half:])
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(count_all, [first.values(), second.values()]), Counter())
