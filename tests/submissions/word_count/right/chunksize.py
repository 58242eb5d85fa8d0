"""`map` makes the parcels; a count for each document travels back."""

import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    size = math.ceil(len(documents) / (4 * workers)) or 1
    total = Counter()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for count in pool.map(words_in, documents.values(), chunksize=size):
            total.update(count)
    return total
