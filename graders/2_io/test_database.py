"""Five connections for everybody."""

from collections.abc import Mapping

from asynclings.grading import Lab, Record, Run, Service, Signal, Story, check, operation
from asynclings.services import ConnectionBusy, DatabaseError

FUNCTION = "load_users"
QUERY = "SELECT id, name, email FROM users WHERE id = $1"
SECONDS = 1.0  # that a query takes
CONNECTIONS = 5
LOCK_TOO_WIDE = 47


class Database(Service):
    """So many connections, handed out in the order of asking. Some users are ``slow``, and one ``fails``."""

    def __init__(
        self,
        users: Mapping[int, Record],
        connections: int = CONNECTIONS,
        *,
        slow: Mapping[int, float] | None = None,
        fails: int | None = None,
    ) -> None:
        self.users = dict(users)
        self.slow = dict(slow or {})
        self.fails = fails
        self.free = connections
        self.waiting: list[Signal] = []
        self.held: set[int] = set()
        self.busy: set[int] = set()

    @operation("async")
    def acquire(self, ticket: int) -> Story[None]:
        turn = Signal()
        self.waiting.append(turn)
        try:
            if not self.free or self.waiting[0] is not turn:
                yield turn
            self.free -= 1
            self.held.add(ticket)
        finally:
            self.waiting.remove(turn)
            self._next()

    @operation("instant")
    def release(self, ticket: int) -> None:
        if ticket in self.held:
            self.held.remove(ticket)
            self.free += 1
            self._next()

    def _next(self) -> None:
        if self.free and self.waiting:
            self.waiting[0].give()

    @operation("async")
    def fetch(self, ticket: int, sql: str, *args: int) -> Story[list[dict[str, object]]]:
        if ticket not in self.held:
            raise ConnectionBusy("this connection was given back; acquire one, and use it before you release it")
        if ticket in self.busy:
            raise ConnectionBusy("this connection is at work on another query; it can answer one at a time")
        if " ".join(sql.split()) != QUERY or len(args) != 1:
            raise DatabaseError(f"the database knows one query: {QUERY}, with one number")
        self.busy.add(ticket)
        try:
            yield self.slow.get(args[0], SECONDS)
            if args[0] == self.fails:
                raise DatabaseError(f"the row of user {args[0]} cannot be read")
        finally:
            self.busy.remove(ticket)
        user = self.users.get(args[0])
        return [] if user is None else [dict(user.fields)]


def some_users(lab: Lab, number: int) -> dict[int, Record]:
    ids = lab.random.sample(range(1_000, 10_000), number)
    return {n: Record("User", {"id": n, "name": lab.word(), "email": f"{lab.word()}@clinic.test"}) for n in ids}


def load(lab: Lab, database: Database, ids: list[int]) -> Run:
    run = lab.run("load", database, ids, drives=FUNCTION).ended()
    for operation_ in run.operations:
        run.expect(
            operation_.name != "fetch" or operation_.outcome != "failed" or operation_.arguments[-1] == database.fails,
            "A query failed that should not: two were made at once on one connection, one on a connection that had "
            "been given back, or one that the database does not know.",
            where=operation_.where,
        )
    return run


def asked_once(run: Run, ids: list[int]) -> Run:
    """Each user once, and nobody else."""
    asked = sorted(each.arguments[-1] for each in run.operations if each.name == "fetch")
    return run.expect(
        asked == sorted(ids),
        f"{len(asked)} queries were made for {len(ids)} users; each user is to be asked for once.",
        where=run.usual_place("fetch"),
    )


def given_back(run: Run) -> Run:
    """Every connection that was had is in the pool again."""
    had = {each.arguments[0]: each.where for each in run.operations if each.name == "acquire" and each.outcome == "ok"}
    back = {each.arguments[0] for each in run.operations if each.name == "release"}
    kept = had.keys() - back
    return run.expect(
        not kept,
        f"Connections that never came back to the pool: {len(kept)}. One day all are gone, and everybody waits. "
        "Take each with async with, which gives it back whatever happens.",
        where=had[min(kept)] if kept else None,
    )


@check("Correct")
def test_users_come_in_order(lab: Lab) -> None:
    """All users are there, in the order of their numbers, each asked for once; no numbers, no queries."""
    users = some_users(lab, 12)
    slow = {number: lab.random.randrange(2, 30) / 10 for number in users}
    run = load(lab, Database(users, slow=slow), list(users)).returned(list(users.values()))
    given_back(asked_once(run, list(users)))
    load(lab, Database(users), []).returned([])


@check("Concurrent")
def test_twenty_queries_take_four_seconds(lab: Lab) -> None:
    """20 queries of one second each take four seconds over five connections: five are always at work."""
    users = some_users(lab, 20)
    run = load(lab, Database(users), list(users)).returned(list(users.values()))
    locked = LOCK_TOO_WIDE if run.counted("locks_made") else None
    run.took(20 * SECONDS / CONNECTIONS, naive=20 * SECONDS, mistake=locked)
    run.in_flight("fetch", exactly=CONNECTIONS, noun="query")


@check("Bounded")
def test_any_pool_is_used_to_the_full(lab: Lab) -> None:
    """Whatever the size of the pool, and however long a query takes, no connection rests while somebody waits."""
    for connections in (1, 3, 7):
        number = connections * lab.random.randrange(2, 5)
        users = some_users(lab, number)
        run = load(lab, Database(users, connections), list(users)).returned(list(users.values()))
        run.took(number / connections * SECONDS)
        run.in_flight("fetch", exactly=connections, noun="query")
    # The first one takes so long that the other connections are just busy until it has come.
    long = float(lab.random.randrange(3, 6))
    users = some_users(lab, 1 + (CONNECTIONS - 1) * int(long))
    run = load(lab, Database(users, slow={next(iter(users)): long}), list(users)).returned(list(users.values()))
    run.took(long)
    run.in_flight("fetch", exactly=CONNECTIONS, noun="query")


@check("Robust")
def test_every_connection_comes_back_after_an_error(lab: Lab) -> None:
    """A query that fails, or an unknown user, is reported; every connection is given back, and nothing goes on."""
    users = some_users(lab, 9)
    ids = list(users)
    for place in (0, 3, 7):
        run = load(lab, Database(users, fails=ids[place]), ids).raised("DatabaseError")
        given_back(run).left_nothing_behind()
        missing = [*ids[:place], 77, *ids[place:]]
        run = load(lab, Database(users), missing).raised("LookupError")
        given_back(run).left_nothing_behind()


@check("Tidy")
def test_every_connection_comes_back_after_a_cancellation(lab: Lab) -> None:
    """Cancelled at any moment, every query stops and every connection is given back; nothing is left, or polls."""
    users = some_users(lab, 8)

    def whole(run: Run) -> None:
        given_back(run.returned(list(users.values())).took(3))

    run = load(lab, Database(users, 3), list(users))
    whole(run)
    run.left_nothing_behind().never_blocked_the_loop().never_polled()
    for run in lab.cancel_everywhere("load", Database(users, 3), list(users), drives=FUNCTION, whole=whole):
        run.was_cancelled()
        given_back(run).left_nothing_behind()
