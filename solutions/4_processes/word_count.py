"""Ten thousand telegrams: a few parcels of many documents go out, and one count for each parcel comes back."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import words_in

PARCELS = 4  # for each worker: whoever is done early takes one more


# At the top of the module, where another process finds it by its name.
def count_all(texts: list[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for text in texts:
        total.update(words_in(text))
    # One counter travels back for the whole parcel, not one for each document.
    return total


def word_count(documents: dict[str, str], *, workers: int) -> Counter[str]:
    # A list can be sent; the view that `values()` gives cannot.
    texts = list(documents.values())
    # Rounded up, so that there never are more parcels than that, and never a parcel of nothing.
    size = -(-len(texts) // (PARCELS * workers)) or 1
    parcels = [texts[start : start + size] for start in range(0, len(texts), size)]
    total: Counter[str] = Counter()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for count in pool.map(count_all, parcels):
            total.update(count)
    return total
