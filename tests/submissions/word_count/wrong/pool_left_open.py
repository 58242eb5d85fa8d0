"""Never shuts its pool down."""

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
    pool = ProcessPoolExecutor(max_workers=workers)
    return sum(pool.map(count_all, [texts[n::workers] for n in range(workers)]), Counter())
