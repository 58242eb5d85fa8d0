"""Every attack runs, is stopped, gains nothing and changes nothing; and what its head says stops it, does.

For each: with everything on it gets what its honest part has earned. With the kernel's layers off it gains no point
either. Each of the defences that it names is enough alone. With all of them off, it gets through.
"""

import os
import sys
from collections.abc import Iterator

import pytest

from asynclings.sandbox import landlock, seccomp, shared_memory

from .arena import LONGEST_MESSAGE, Arena, Outcome
from .corpus import ATTACKS, FAMILIES, LIMITS, Attack
from .defences import ARCHITECTURE, DEFENCES, KERNEL

pytestmark = pytest.mark.skipif(
    not (sys.platform == "linux" and landlock.available() >= 6 and seccomp.available()),
    reason="the corpus needs Linux with Landlock (version 6 or newer) and seccomp",
)


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    opened = Arena(tmp_path_factory.mktemp("arena"))
    yield opened
    opened.close()


def named(attack: Attack) -> str:
    return f"{attack.family}-{attack.name}"


def lacking(attack: Attack) -> str:
    """Why this machine has no layer against it; empty if it has. (The canary tells of it in every report.)"""
    why = shared_memory.available() if attack.probe == "mounts" else ""
    return f"there is no private /dev/shm: {why}" if why else ""


def fits(attack: Attack) -> None:
    if why := lacking(attack):
        pytest.skip(why)


every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=named)


def checked(outcome: Outcome) -> Outcome:
    """What holds for every attack, whatever is off."""
    assert outcome.ran, f"it did not even begin\n{outcome.told()}"
    for check in outcome.result.checks:
        assert len(check.message) <= LONGEST_MESSAGE, outcome.told()
        assert check.points == (check.max_points if check.status == "passed" else 0), outcome.told()
    assert outcome.result.points == sum(check.points for check in outcome.result.checks), outcome.told()
    return outcome


def points(verdict: str) -> int:
    return verdict.count("P")


@every_attack
def test_it_is_stopped(arena: Arena, attack: Attack) -> None:
    fits(attack)
    outcome = checked(arena.grade(attack))
    assert outcome.reasons == [], outcome.told()
    assert outcome.verdict == attack.verdict, outcome.told()


@every_attack
def test_it_gains_no_point_without_the_kernels_layers(arena: Arena, attack: Attack) -> None:
    outcome = checked(arena.grade(attack, KERNEL))
    earned = attack.portable or attack.verdict
    if attack.portable or attack.family == "odd":
        assert outcome.verdict == earned, outcome.told()
    assert points(outcome.verdict) <= points(earned), outcome.told()
    assert outcome.result.max_points == 2 * len(attack.verdict)


# ---------------------------------------------------------------- what stops it


# Who is not root has no capabilities to lose, and root, if it had kept them, could read what is hidden.
OF_NO_USE = "undumpable" if os.getuid() == 0 else "capabilities"


def switched(attack: Attack) -> list[str]:
    return [group for group in attack.stopped_by if group not in ARCHITECTURE]


def alone() -> list[object]:
    """Attacks that several defences stop, each with one of these."""
    return [
        pytest.param(attack, group, id=f"{named(attack)}-{group}")
        for attack in ATTACKS
        for group in switched(attack)
        if len(attack.stopped_by) > 1 and group != OF_NO_USE
    ]


def without() -> list[object]:
    """Attacks and one defence of each group that stops them: without these nothing does."""
    found = []
    for attack in ATTACKS:
        groups = switched(attack)
        for n in range(max((len(group.split("+")) for group in groups), default=0)):
            off = tuple(group.split("+")[min(n, group.count("+"))] for group in groups)
            found.append(pytest.param(attack, off, id=f"{named(attack)}-{'-'.join(off)}"))
    return found


@pytest.mark.parametrize(("attack", "on"), alone())
def test_each_defence_that_it_names_is_enough(arena: Arena, attack: Attack, on: str) -> None:
    off = [name for name in attack.defences if name not in on.split("+")]
    outcome = checked(arena.grade(attack, off))
    assert outcome.reasons == [], outcome.told()
    assert points(outcome.verdict) <= points(attack.verdict), outcome.told()


@pytest.mark.parametrize(("attack", "off"), without())
def test_without_these_it_gets_through(arena: Arena, attack: Attack, off: tuple[str, ...]) -> None:
    outcome = arena.grade(attack, off)
    if attack.probe and not outcome.got_through:
        pytest.skip(f"this machine lets nobody do that: {attack.probe}")
    assert outcome.got_through, outcome.told()


# ---------------------------------------------------------------- what is not stopped


@pytest.mark.parametrize("attack", LIMITS, ids=named)
def test_what_nobody_can_see_from_outside_is_believed(arena: Arena, attack: Attack) -> None:
    """If one of these is stopped some day, it belongs among the others, and the documents have to be mended."""
    outcome = checked(arena.grade(attack))
    assert outcome.reasons == [], outcome.told()
    assert outcome.verdict == attack.verdict != attack.earned, outcome.told()


# ---------------------------------------------------------------- what there must be


def test_there_are_enough_of_each_family() -> None:
    numbers = {family: sum(attack.family == family for attack in ATTACKS) for family in FAMILIES}
    assert sum(numbers.values()) >= 80
    assert min(numbers.values()) >= 20, numbers


@pytest.mark.parametrize("family", FAMILIES[:3])
def test_every_attack_says_what_stops_it(family: str) -> None:
    for attack in ATTACKS:
        if attack.family == family:
            assert attack.stopped_by, attack.name
        assert attack.says.endswith((".", ".)")), attack.name
        assert {*attack.defences} <= {*DEFENCES, *ARCHITECTURE}, attack.name


# A layer as a whole is off when all its rules are; what no attack needs to name apart from them.
ONLY_WITH_THEIR_RULES = ("rlimits",)


@pytest.mark.parametrize("defence", [name for name in DEFENCES if name not in ONLY_WITH_THEIR_RULES])
def test_every_defence_is_needed_by_an_attack(defence: str) -> None:
    """Switched off, it lets that attack through: `test_without_these_it_gets_through` sees to that."""
    assert [attack.name for attack in ATTACKS if defence in attack.defences]


def test_no_attack_goes_beyond_this_machine() -> None:
    for attack in ATTACKS:
        assert os.path.basename("/etc/passwd") not in attack.source, attack.name
