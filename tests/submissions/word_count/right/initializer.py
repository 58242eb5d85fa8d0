"""Each worker gets all the texts once, when it starts; what is sent are places in them."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in

here = []


def remember(texts):
    here.extend(texts)


def count_part(start, stop):
    total = Counter()
    for text in here[start:stop]:
        total.update(words_in(text))
    return total


def word_count(documents, *, workers):
    texts = list(documents.values())
    cuts = [len(texts) * n // (2 * workers) for n in range(2 * workers + 1)]
    with ProcessPoolExecutor(workers, initializer=remember, initargs=(texts,)) as pool:
        return sum(pool.map(count_part, cuts[:-1], cuts[1:]), Counter())
