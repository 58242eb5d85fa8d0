"""With fewer documents than workers, the size of a parcel is rounded down to nothing."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def count_all(texts):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    if not documents:
        return Counter()
    texts = list(documents.values())
    size = len(texts) // workers
    parcels = [texts[start : start + size] for start in range(0, len(texts), size)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(count_all, parcels), Counter())
