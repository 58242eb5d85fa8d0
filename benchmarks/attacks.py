"""Attacks under load: is every attack of `tests/attacks` stopped as surely beside eight busy processes?

Each is graded with all layers, on the idle machine and then under load; what it got and what it changed must be the
same. Linux with Landlock and seccomp, as for the tests.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # for the tests' own arena

from asynclings.author.load import BUSY_PROCESSES, load_of  # noqa: E402
from tests.attacks.arena import Arena  # noqa: E402
from tests.attacks.corpus import ATTACKS, LIMITS  # noqa: E402
from tests.attacks.test_attacks import lacking  # noqa: E402

Found = dict[str, tuple[str, tuple[str, ...]]]
CORPUS = [attack for attack in [*ATTACKS, *LIMITS] if not lacking(attack)]


def grade_all(name: str) -> Found:
    """Of each attack its verdict, and whatever shows that it got through."""
    found: Found = {}
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        arena = Arena(Path(folder))
        try:
            for attack in CORPUS:
                outcome = arena.grade(attack)
                found[f"{attack.family}/{attack.name}"] = (outcome.verdict, tuple(outcome.reasons))
        finally:
            arena.close()
    print(f"{len(found)} attacks, {name}: {time.monotonic() - begun:.0f} s", flush=True)
    return found


def main() -> None:
    expected = {f"{attack.family}/{attack.name}": (attack.verdict, ()) for attack in CORPUS}
    idle = grade_all("idle")
    with load_of(BUSY_PROCESSES):
        busy = grade_all(f"beside {BUSY_PROCESSES} busy processes")
    wrong = 0
    for name, right in expected.items():
        if not right == idle[name] == busy[name]:
            wrong += 1
            print(f"{name}: {right} was expected; idle {idle[name]}, under load {busy[name]}")
    print(f"{wrong} of {len(expected)} had another verdict or side effect, idle or under load")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
