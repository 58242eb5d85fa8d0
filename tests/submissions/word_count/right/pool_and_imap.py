"""`multiprocessing.Pool`, with parcels of a fixed number of parts."""

import math
from collections import Counter
from itertools import islice
from multiprocessing import Pool

from asynclings.workloads import words_in


def count_all(texts):
    total = Counter()
    for text in texts:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    texts = iter(documents.values())
    size = max(1, math.ceil(len(documents) / (5 * workers)))
    parcels = iter(lambda: list(islice(texts, size)), [])
    with Pool(workers) as pool:
        total = sum(pool.imap_unordered(count_all, parcels), Counter())
        pool.close()
        pool.join()
    return total
