"""Work for the processor: functions that the exercises on processes hand to your code.

They are ordinary functions of an importable module, so a process pool can find them by name. While your work is
checked they may wait, before they begin, until several of them run at once: that is how the checks see that they do.
"""

import os
import re
import threading
from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from asynclings.services import IndexCard  # not for each process that is spawned for other work

__all__ = ["SEAL_MODULUS", "leibniz", "meet", "primes_below", "seed_card", "words_in"]

RENDEZVOUS_FOLDER = "ASYNCLINGS_RENDEZVOUS"  # environment variable: where to announce oneself; only set in checks
SEAL_MODULUS = 2**31 - 1  # of the seals of the seed exchange
GATE = "gate"  # the file in it whose lock is waited for


def primes_below(limit: int) -> int:
    """How many primes are smaller than ``limit``, found the slow way. Raises `ValueError` for a negative limit."""
    if limit < 0:
        raise ValueError(f"there is no range below {limit}")
    meet(f"primes_below({limit})")
    return sum(all(number % divisor for divisor in range(2, int(number**0.5) + 1)) for number in range(2, limit))


def leibniz(start: int, stop: int) -> float:
    """The terms from number ``start`` to before number ``stop`` of Leibniz's series 4 - 4/3 + 4/5 - … (pi), summed."""
    meet(f"leibniz({start}, {stop})")
    return sum((4.0 - k % 2 * 8.0) / (2 * k + 1) for k in range(start, stop))


def words_in(text: str) -> Counter[str]:
    """How often each word occurs in a text. Words are what white space separates, in small letters."""
    meet(f"words_in({len(text)} characters, {crc32(text.encode()):08x})")
    return Counter(text.lower().split())


def seed_card(page: str) -> "IndexCard":
    """The card for a page of the seed exchange. Raises `ValueError` if it is no such page, or its seal is broken.

    Only who turns the key of the seal as often as the page says, finds out whether it is whole.
    """
    from asynclings.services import IndexCard

    meet(f"seed_card({page.partition(',')[0]})")
    found = re.fullmatch(r"(\S+), (\d+) seeds\. Seal (\d+): key (\d+), turned (\d+) times\.", page)
    if found is None:
        raise ValueError(f"this is no page of the seed exchange: {page[:40]!r}")
    variety, seeds, seal, key, turns = found[1], *map(int, found.groups()[1:])
    turned = 1
    for _ in range(turns):
        turned = turned * key % SEAL_MODULUS
    if turned != seal:
        raise ValueError(f"the seal on the page of {variety} is broken")
    return IndexCard(variety, seeds)


def meet(job: str) -> None:
    """Announce this process and its job, and wait until whoever checks opens the gate (lets go of its lock on it).

    Work of a track of one's own begins with this. Outside of checks it does nothing.
    """
    folder = os.environ.get(RENDEZVOUS_FOLDER)
    if folder is None:
        return
    thread = "main" if threading.current_thread() is threading.main_thread() else "other"
    with open(os.path.join(folder, f"arrived-{os.getpid()}-{thread}"), "a") as announced:
        announced.write(f"{job}\n")
    wait_at_gate(folder)


def wait_at_gate(folder: str) -> None:
    """Wait until whoever checks has let go of its lock on the gate in this folder."""
    import fcntl

    with open(os.path.join(folder, GATE)) as gate:
        fcntl.flock(gate, fcntl.LOCK_SH)
