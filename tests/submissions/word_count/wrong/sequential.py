"""One document after another."""

from collections import Counter

from asynclings.workloads import words_in


def word_count(documents, *, workers):
    total = Counter()
    for text in documents.values():
        total.update(words_in(text))
    return total
