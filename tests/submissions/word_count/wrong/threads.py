"""Threads, which take turns under one interpreter lock."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(words_in, documents.values()), Counter())
