"""Parcels of a fixed size, so that there are more of them the more documents there are."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def count_all(texts):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    texts = list(documents.values())
    parcels = [texts[start : start + 25] for start in range(0, len(texts), 25)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(count_all, parcels), Counter())
