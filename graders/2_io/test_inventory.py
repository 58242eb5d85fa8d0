"""Fifty tickets, a hundred buyers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from asynclings.grading import Failure, Lab, Rendezvous, Run, Service, Story, check, operation
from asynclings.services import StoreError

READING, WRITING = 0.1, 0.2  # seconds
ERRORS_SWALLOWED, LOST_UPDATE, LOCK_TOO_WIDE, LOCK_FOR_EACH = 26, 45, 47, 77

Purchase = tuple[str, int]


class Store(Service):
    """Whoever reads meets all who read in the same instant. ``fails``: the n-th call of what goes wrong."""

    def __init__(self, left: Mapping[str, int], fails: tuple[str, int] | None = None) -> None:
        self.left = dict(left)
        self.lowest = dict(left)
        self.fails = fails
        self.calls: Counter[str] = Counter()

    def _count(self, what: str) -> None:
        self.calls[what] += 1
        if (what, self.calls[what]) == self.fails:
            raise StoreError(f"the store could not {what}")

    def _look_for(self, item: str) -> None:
        if item not in self.left:
            raise StoreError(f"there are no tickets of the kind {item}")

    @operation("async")
    def read(self, item: str) -> Story[int]:
        yield READING
        self._count("read")
        self._look_for(item)
        yield Rendezvous(f"read {item}")
        return self.left[item]

    @operation("async")
    def write(self, item: str, number: int) -> Story[None]:
        yield WRITING
        self._count("write")
        self._look_for(item)
        self.left[item] = number
        self.lowest[item] = min(self.lowest[item], number)


def seconds(sold: int, refused: int) -> float:
    """How long one kind keeps its buyers busy, one after another."""
    return round(sold * (READING + WRITING) + refused * READING, 6)


def expect_all_sold(run: Run, store: Store, before: Mapping[str, int], purchases: Sequence[Purchase]) -> None:
    """Every buyer who was told so has his tickets, and no ticket was sold twice, or is missing."""
    answers = run.listed(len(purchases))
    for item, had in before.items():
        told = sum(
            quantity
            for (kind, quantity), answer in zip(purchases, answers, strict=True)
            if kind == item and answer is True
        )
        gone = had - store.left[item]
        run.expect(
            told == gone,
            f"Of {had} tickets {gone} are gone from the store, and buyers were told that they had {told}: between "
            "reading and writing the number, others read the same one.",
            mistake=of_lost_ticket(run),
            where=run.usual_place("read"),
        )
        run.expect(
            store.lowest[item] >= 0,
            f"There were {had} tickets, and {told} were sold. Whoever wants more than there are gets none.",
            where=run.usual_place("write"),
        )


def of_lost_ticket(run: Run) -> int | None:
    """Why others could read between reading and writing; not known where somebody else does the writing."""
    locks = run.counted("locks_made")
    buyers = {operation.actor for operation in run.operations if operation.name == "read"}
    if not locks:
        return LOST_UPDATE
    if locks >= len(buyers):
        return LOCK_FOR_EACH
    return LOST_UPDATE if all(operation.actor in buyers for operation in run.operations) else None


@check("Correct")
def test_fifty_are_sold_to_a_hundred_buyers(lab: Lab) -> None:
    """Of 50 tickets exactly 50 are sold, however many buyers come at once; whoever gets none is told so."""
    item = lab.word()
    purchases = [(item, 1)] * 100
    store = Store({item: 50})
    run = lab.run("buy", store, purchases, drives="Inventory")
    expect_all_sold(run, store, {item: 50}, purchases)
    run.expect(
        sorted(map(str, run.value)) == ["False"] * 50 + ["True"] * 50,
        f"Of 100 buyers {run.value.count(True)} were told True and {run.value.count(False)} False; 50 and 50 is right.",
    )
    before, wishes = {}, []
    for item in lab.words(4):
        # The fourth buyer wants more than the one that is left, the fifth gets it, for the last there is none.
        quantities = [*(lab.random.randrange(2, 6) for _ in range(4)), 1, lab.random.randrange(1, 6)]
        before[item] = sum(quantities[:3]) + 1
        wishes += [(item, quantity) for quantity in quantities]
    store = Store(before)
    run = lab.run("buy", store, wishes, drives="Inventory")
    expect_all_sold(run, store, before, wishes)
    run.returned(one_after_another(before, wishes))


def one_after_another(before: Mapping[str, int], wishes: Sequence[Purchase]) -> list[bool]:
    """What buyers get who come in this order. (A lock lets them in as they came.)"""
    left, answers = dict(before), []
    for item, quantity in wishes:
        answers.append(left[item] >= quantity)
        left[item] -= quantity * answers[-1]
    return answers


@check("Concurrent")
def test_other_kinds_do_not_wait(lab: Lab) -> None:
    """Buyers of different kinds do not wait for each other: the whole takes as long as the kind with the most to do."""
    before = {item: lab.random.randrange(2, 9) for item in lab.words(8)}
    wishes = [(item, 1) for item, had in before.items() for _ in range(had + lab.random.randrange(1, 5))]
    lab.random.shuffle(wishes)
    store = Store(before)
    run = lab.run("buy", store, wishes, drives="Inventory")
    expect_all_sold(run, store, before, wishes)
    asked = Counter(item for item, _ in wishes)
    times = [seconds(had, asked[item] - had) for item, had in before.items()]
    run.took(max(times), naive=sum(times), mistake=LOCK_TOO_WIDE if run.counted("locks_made") == 1 else None)
    run.in_flight("read", at_least=len(before), noun="buyer")
    run.asked([f"read {item}" for item, _ in wishes], of="read")


@check("Bounded")
def test_one_kind_one_buyer(lab: Lab) -> None:
    """At most one buyer of a kind is at the store; each reads once, and writes only if he gets what he wants."""
    item, other = lab.words(2)
    wishes = [(item, 3), (item, 9), (other, 2), (item, 2), (other, 1), (item, 1)]
    store = Store({item: 5, other: 2})
    run = lab.run("buy", store, wishes, drives="Inventory").returned([True, False, True, True, False, False])
    run.asked(
        [*(f"read {kind}" for kind, _ in wishes), f"write {item} 2", f"write {other} 0", f"write {item} 0"],
        mistake=None,
    )
    for kind in (item, other):
        spans = sorted((o.order, o.end_order) for o in run.operations if o.arguments[0] == kind)
        run.expect(
            all(end < begin for (_, end), (begin, _) in pairwise(spans)),
            f"Two buyers were at the store for {kind} at the same time; only one may be, from reading to writing.",
            mistake=of_lost_ticket(run),
            where=run.usual_place("read"),
        )
    run.took(seconds(2, 2))


@check("Robust")
def test_a_failing_store_keeps_nobody_out(lab: Lab) -> None:
    """An error of the store reaches the buyer, and the next one gets in; less than one ticket is a `ValueError`."""
    item = lab.word()
    for fails in (("read", 2), ("write", 2)):
        store = Store({item: 10}, fails)
        run = lab.run("buy", store, [(item, 1)] * 4, drives="Inventory")
        got = [answer.type_name if isinstance(answer, Failure) else str(answer) for answer in run.listed(4)]
        run.expect(
            got == ["True", "StoreError", "True", "True"] and store.left[item] == 7,
            f"The store failed the second of four buyers. They got {', '.join(got)}, and {store.left[item]} of 10 "
            "tickets are left; it should be True, StoreError, True, True, and 7.",
            mistake=ERRORS_SWALLOWED if "StoreError" not in got else None,
        )
    number = -lab.random.randrange(3)
    run = lab.run("buy", Store({item: 5}), [(item, number), ("nothing", 1)], drives="Inventory")
    names = [answer.type_name if isinstance(answer, Failure) else str(answer) for answer in run.listed(2)]
    run.expect(
        names == ["ValueError", "StoreError"],
        f"Whoever wants {number} tickets got {names[0]}, and whoever wants a kind that there is not, {names[1]}; it "
        "should be ValueError and StoreError.",
    )


@check("Tidy")
def test_who_gives_up_keeps_nobody_waiting(lab: Lab) -> None:
    """A buyer who gives up, at any moment, stops immediately and keeps nobody out; nothing is left behind, or polls."""
    item = lab.word()
    wishes = [(item, 1)] * 3

    def whole(run: Run) -> None:
        run.returned([True] * 3).took(seconds(3, 0))

    run = lab.run("buy", Store({item: 3}), wishes, drives="Inventory")
    whole(run)
    run.left_nothing_behind().never_blocked_the_loop().never_polled()
    for run in lab.cancel_everywhere("buy", Store({item: 3}), wishes, drives="Inventory", whole=whole):
        run.was_cancelled()
        run.left_nothing_behind()
    # In turn: while he reads, while he writes, and while he waits for the one before him.
    for who, moment in ((0, READING / 2), (0, READING + WRITING / 2), (1, READING / 2)):
        store = Store({item: 5})
        run = lab.run("one_gives_up", store, wishes, who, moment, drives="Inventory")
        got = [answer.type_name if isinstance(answer, Failure) else str(answer) for answer in run.listed(3)]
        expected = ["CancelledError" if n == who else "True" for n in range(3)]
        run.expect(
            got == expected and store.left[item] == 3,
            f"Buyer {who} of three gave up after {moment:g} s. They got {', '.join(got)}, and {store.left[item]} of 5 "
            f"tickets are left; it should be {', '.join(expected)}, and 3.",
        )
