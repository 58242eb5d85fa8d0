"""The vanishing deposits."""

from collections.abc import Iterable, Sequence

from asynclings.grading import Failure, Lab, Rendezvous, Run, Service, Story, check, operation
from asynclings.services import LedgerError

BANK = "Bank"
WRITING, AUDIT = 0.1, 1.0  # seconds
OPERATIONS = ("read", "write", "audit")

# Numbers of the mistake catalogue.
ERRORS_SWALLOWED, NOT_JOINED, NO_LOCK, LOCK_PER_CALL, READ_OUTSIDE, TOO_WIDE, POLLING = 26, 73, 76, 77, 78, 79, 88

Deposit = tuple[str, int]


class Ledger(Service):
    """Parks its readers: all who read in one instant see the same balance. ``fails``: which call of what goes wrong."""

    def __init__(
        self, balances: dict[str, int], *, writing: float = WRITING, fails: tuple[str, int] | None = None
    ) -> None:
        self.balances = dict(balances)
        self.writing = writing
        self.fails = fails
        self.calls = dict.fromkeys(OPERATIONS, 0)

    def _count(self, what: str) -> None:
        self.calls[what] += 1
        if (what, self.calls[what]) == self.fails:
            raise LedgerError(f"the ledger could not {what}")

    @operation("blocking")
    def read(self, account: str) -> Story[int]:
        yield Rendezvous(f"read {account}")
        self._count("read")
        if account not in self.balances:
            raise LedgerError(f"there is no account {account}")
        return self.balances[account]

    @operation("blocking")
    def write(self, account: str, balance: int) -> Story[None]:
        yield self.writing
        self._count("write")
        self.balances[account] = balance

    @operation("blocking")
    def audit(self, account: str) -> Story[None]:
        yield AUDIT
        self._count("audit")


def open_accounts(lab: Lab, number: int) -> dict[str, int]:
    return {account: lab.random.randrange(1000) for account in lab.words(number)}


def some_deposits(lab: Lab, accounts: Iterable[str]) -> list[Deposit]:
    return [(account, lab.random.randrange(1, 100)) for account in accounts]


def all_at_once(lab: Lab, ledger: Ledger, deposits: Sequence[Deposit], shuffle: int | None = None) -> Run:
    """Each deposit in a thread of its own, all in the same instant."""
    return lab.crowd(BANK, ledger, calls=[("deposit", *deposit) for deposit in deposits], shuffle=shuffle)


def nothing_is_lost(run: Run, ledger: Ledger, before: dict[str, int], deposits: Sequence[Deposit]) -> None:
    for account, balance in before.items():
        made = [amount for name, amount in deposits if name == account]
        run.expect(
            ledger.balances[account] == balance + sum(made),
            f"The balance of {account} was {balance}; after {len(made)} deposits of {sum(made)} in all it is"
            f" {ledger.balances[account]} instead of {balance + sum(made)}."
            + (f" {run.peak('read')} deposits were reading at once." if run.peak("read") > len(before) else ""),
            mistake=why_lost(run, len(before), len(deposits)),
            where=run.usual_place("read"),
        )


def each_is_done_once(run: Run, ledger: Ledger, deposits: Sequence[Deposit]) -> None:
    run.expect(
        ledger.calls == dict.fromkeys(OPERATIONS, len(deposits)),
        f"{len(deposits)} deposits made {', '.join(f'{n} {what}s' for what, n in ledger.calls.items())};"
        " each should read, write and be audited once.",
        where=run.usual_place("audit"),
    )


def why_lost(run: Run, accounts: int, deposits: int) -> int | None:
    """Whether only the writing kept the others out, or nothing did, and then whether there were locks at all."""
    if run.peak("write") <= accounts:
        return READ_OUTSIDE if run.peak("read") > accounts else None
    return LOCK_PER_CALL if run.counted("thread_locks_made") >= deposits else NO_LOCK


@check("Correct")
def test_a_deposit_is_written_and_audited(lab: Lab) -> None:
    """A deposit reads the balance, writes the new one, and has the account audited."""
    ledger = Ledger(open_accounts(lab, 2))
    for account, amount in some_deposits(lab, [*ledger.balances, *list(ledger.balances)[:1]]):
        expected = ledger.balances[account] + amount
        run = all_at_once(lab, ledger, [(account, amount)]).returned([None])
        run.asked([f"read {account}", f"write {account} {expected}", f"audit {account}"])
        run.after("read", "write").after("write", "audit").nothing_in_flight(mistake=NOT_JOINED)


@check("Concurrent")
def test_fifty_deposits_at_once(lab: Lab) -> None:
    """Of fifty deposits at once not one is lost, and their audits go on side by side."""
    before = open_accounts(lab, 1)
    ledger = Ledger(before)
    deposits = some_deposits(lab, list(before) * 50)
    run = all_at_once(lab, ledger, deposits).returned([None] * 50)
    nothing_is_lost(run, ledger, before, deposits)
    run.overlapped("audit", "audit", mistake=TOO_WIDE)
    run.took(50 * WRITING + AUDIT, naive=50 * (WRITING + AUDIT), mistake=why_slow(run, 1))
    each_is_done_once(run, ledger, deposits)


def why_slow(run: Run, accounts: int) -> int:
    """Somebody waits for strangers, or looks only now and then whether the lock is free."""
    return TOO_WIDE if run.peak("write") < accounts or run.peak("audit") < 2 else POLLING


@check("Bounded")
def test_accounts_do_not_wait_for_each_other(lab: Lab) -> None:
    """Deposits into different accounts do not wait for each other, and none is lost."""
    before = open_accounts(lab, 8)
    ledger = Ledger(before, writing=0.137)
    deposits = some_deposits(lab, [*list(before) * 3, *list(before)[:1] * 2])
    lab.random.shuffle(deposits)
    run = all_at_once(lab, ledger, deposits).returned([None] * len(deposits))
    nothing_is_lost(run, ledger, before, deposits)
    run.in_flight("write", at_most=len(before), noun="write")
    run.expect(
        run.peak("write") == len(before),
        f"At most {run.peak('write')} of {len(before)} accounts were written at once; all should be. Accounts that have"
        " nothing to do with each other wait for one lock; each account needs its own.",
        mistake=TOO_WIDE if run.peak("audit") < 2 else None,
        where=run.usual_place("write"),
    )
    run.took(5 * 0.137 + AUDIT, mistake=why_slow(run, len(before)))
    each_is_done_once(run, ledger, deposits)


@check("Robust")
def test_a_failing_ledger_holds_up_nobody(lab: Lab) -> None:
    """When the ledger fails in one deposit, that deposit says so, and all others go through."""
    for what in OPERATIONS:
        before = open_accounts(lab, 2)
        ledger = Ledger(before, fails=(what, 3))
        deposits = some_deposits(lab, list(before) * 4)
        run = all_at_once(lab, ledger, deposits).finished()
        failed = [isinstance(outcome, Failure) and outcome.is_a("LedgerError") for outcome in run.value]
        run.expect(
            failed.count(True) == 1 and run.value.count(None) == len(deposits) - 1,
            f"The ledger failed once, in {what}; {failed.count(True)} of {len(deposits)} deposits raised LedgerError,"
            f" and {run.value.count(None)} returned. One should have raised it to its caller, and all others returned.",
            mistake=ERRORS_SWALLOWED if not any(failed) else None,
            where=run.usual_place(what),
        )
        made = [deposit for deposit, wrong in zip(deposits, failed, strict=True) if not wrong or what == "audit"]
        nothing_is_lost(run, ledger, before, made)


@check("Tidy")
def test_any_order_of_threads_will_do(lab: Lab) -> None:
    """In whatever order the threads come, the books agree, everything is audited once, and nothing is left behind."""
    for _ in range(2):
        before = open_accounts(lab, 3)
        ledger = Ledger(before)
        deposits = some_deposits(lab, list(before) * 4)
        run = all_at_once(lab, ledger, deposits, shuffle=lab.random.randrange(2**32)).returned([None] * len(deposits))
        nothing_is_lost(run, ledger, before, deposits)
        each_is_done_once(run, ledger, deposits)
        run.left_nothing_behind()
