"""Maps over the documents one by one."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    total = Counter()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for count in pool.map(words_in, documents.values()):
            total.update(count)
    return total
