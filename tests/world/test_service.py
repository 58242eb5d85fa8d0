"""Services: small stories that take time, meet, fail, and are closed where they stand when nobody waits any more."""

import re
from typing import Any, Literal

import pytest

from asynclings.messages import Advance, Begin, Blocked, Cancel, Stop, Where
from asynclings.values import Opaque, Record
from asynclings.values.writing import Writer
from asynclings.world.moments import Moment
from asynclings.world.service import RefusedError, Rendezvous, Service, Story, StoryFault, begin, in_order, operation
from asynclings.world.world import World

HERE = Where("submission.py", 3, "main")


class OutOfFlour(Exception):
    pass


class Kitchen(Service):
    def __init__(self) -> None:
        self.log: list[str] = []
        self.flour = 2

    @operation("async")
    def mix(self, flavour: str, minutes: float = 4) -> Story[str]:
        self.log.append(f"mixing {flavour}")
        try:
            yield minutes
            self.log.append(f"mixed {flavour}")
            return f"{flavour} batter"
        finally:
            self.log.append("washed up")

    @operation("async")
    def weigh(self) -> Story[int]:
        yield 1
        if not self.flour:
            raise OutOfFlour("no flour left")
        self.flour -= 1
        yield 0.5
        return self.flour

    @operation("async")
    def meet(self, name: str, parties: int | None = None) -> Story[str]:
        try:
            yield Rendezvous("table", parties)
            self.log.append(f"{name} met")
            yield 1
        finally:
            self.log.append(f"{name} left")
        return name

    @operation("blocking")
    def pass_by(self) -> Story[str]:
        yield Rendezvous("table")
        return "gone"

    @operation("blocking")
    def count(self) -> int:
        """No story: it takes no time."""
        return self.flour

    @operation("blocking")
    def spill(self) -> None:
        raise OutOfFlour("all spilt")

    @operation("instant")
    def ring(self, times: int) -> None:
        self.log.append(f"rang {times}")

    @operation("instant")
    def alarm(self) -> Story[None]:
        yield 3
        self.log.append("alarm")

    def secret(self) -> str:
        return "no operation"


class Desk:
    """A world, spoken to as a worker would."""

    def __init__(self, *, horizon: float = 3600, cancel_at: Moment | None = None) -> None:
        self.kitchen = Kitchen()
        self.world = World([self.kitchen], {}, horizon=horizon, cancel_at=cancel_at)
        self.world.start()
        self._ids = 0

    def begin(self, method: str, *arguments: Any, instant: bool = False) -> int:
        self._ids += 1
        written = [Writer().write(argument) for argument in arguments]
        self.world.hear(Begin(self._ids, "kitchen", method, written, "task", HERE, instant))
        return self._ids

    def cancel(self, identity: int) -> None:
        self.world.hear(Cancel(identity))

    def wait(self, until: float | None = None) -> tuple[float, list[tuple[int, Any, str | None]]]:
        """When it is now, and what has arrived."""
        answer = self.world.advance(Blocked(until))
        assert isinstance(answer, Advance)
        return answer.now, [(arrival.id, arrival.value, arrival.error) for arrival in answer.arrivals]

    def stop(self, until: float | None = None) -> str:
        answer = self.world.advance(Blocked(until))
        assert isinstance(answer, Stop)
        return answer.reason

    @property
    def spans(self) -> list[tuple[str, float, float | None, str]]:
        return [(span.label, span.start, span.end, span.outcome) for span in self.world.trace]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_story_takes_its_time_and_returns(desk: Desk) -> None:
    one = desk.begin("mix", "vanilla")
    assert desk.wait() == (4, [(one, "vanilla batter", None)])
    assert desk.spans == [("mix vanilla", 0, 4, "ok")]
    assert desk.kitchen.log == ["mixing vanilla", "mixed vanilla", "washed up"]


def test_stories_go_on_at_the_same_time(desk: Desk) -> None:
    slow, quick = desk.begin("mix", "slow", 5), desk.begin("mix", "quick", 2)
    assert desk.wait() == (2, [(quick, "quick batter", None)])
    third = desk.begin("mix", "third", 3)
    assert desk.wait() == (5, [(slow, "slow batter", None), (third, "third batter", None)])


def test_a_story_may_wait_often_and_raise(desk: Desk) -> None:
    desk.kitchen.flour = 1
    one, two = desk.begin("weigh"), desk.begin("weigh")
    assert desk.wait() == (1, [(two, "no flour left", "OutOfFlour")])
    assert desk.wait() == (1.5, [(one, 0, None)])
    assert [span.outcome for span in desk.world.trace] == ["ok", "failed"]


def test_a_plain_method_answers_at_once(desk: Desk) -> None:
    one, two = desk.begin("count"), desk.begin("spill")
    assert desk.wait() == (0, [(one, 2, None), (two, "all spilt", "OutOfFlour")])


def test_what_is_instant_has_no_answer(desk: Desk) -> None:
    desk.begin("ring", 2, instant=True)
    desk.begin("alarm", instant=True)
    assert desk.kitchen.log == ["rang 2"]
    assert desk.wait(until=5) == (5, [])
    assert desk.kitchen.log == ["rang 2", "alarm"]
    assert desk.spans == [("ring 2", 0, 0, "ok"), ("alarm", 0, 3, "ok")]


def test_the_workers_own_deadline_comes_first_or_not(desk: Desk) -> None:
    one = desk.begin("mix", "vanilla")
    assert desk.wait(until=3) == (3, [])
    assert desk.wait(until=10) == (4, [(one, "vanilla batter", None)])
    assert desk.wait(until=10) == (10, [])


def test_an_answer_and_a_deadline_in_one_instant_come_together(desk: Desk) -> None:
    one = desk.begin("mix", "vanilla", 0.3)
    assert desk.wait(until=0.1 + 0.2) == (0.3, [(one, "vanilla batter", None)])


def test_a_cancelled_story_is_closed_where_it_stands(desk: Desk) -> None:
    one = desk.begin("mix", "vanilla")
    desk.wait(until=1)
    desk.cancel(one)
    assert desk.kitchen.log == ["mixing vanilla", "washed up"]
    assert desk.spans == [("mix vanilla", 0, 1, "cancelled")]
    assert desk.wait(until=9) == (9, [])


def test_what_has_ended_cannot_be_cancelled(desk: Desk) -> None:
    one = desk.begin("mix", "vanilla")
    desk.wait()
    desk.cancel(one)
    assert desk.spans == [("mix vanilla", 0, 4, "ok")]


# ---------------------------------------------------------------- whose fault an error is


class Clumsy(Service):
    def __init__(self) -> None:
        self.stock = {"flour": 2}

    def _check(self, what: str) -> None:
        if what == "helper":
            raise OutOfFlour("found by a helper")

    @operation("async")
    def fail(self, how: str) -> Story[Any]:
        yield 1
        self._check(how)
        try:
            if how == "again":
                raise KeyError(how)
        except KeyError:
            raise
        if how == "instead":
            try:
                return self.stock[how]
            except KeyError as error:
                raise OutOfFlour("instead") from error
        if how == "attribute":
            return self.stork  # type: ignore[attr-defined]
        if how == "in C":
            return int(how)
        if how == "assertion":
            assert self.stock == {}, "the author's own doubt"
        if how == "end":
            return next(iter([]))
        return self.stock[how]


def outcome_of(how: str) -> tuple[float, list[tuple[int, Any, str | None]]]:
    world = World([Clumsy()], {})
    world.start()
    world.hear(Begin(1, "clumsy", "fail", [Writer().write(how)], "task", HERE, False))
    answer = world.advance(Blocked(None))
    assert isinstance(answer, Advance)
    return answer.now, [(arrival.id, arrival.value, arrival.error) for arrival in answer.arrivals]


@pytest.mark.parametrize(
    ("how", "message", "error"),
    [
        ("helper", "found by a helper", "OutOfFlour"),
        ("again", "'again'", "KeyError"),
        ("instead", "instead", "OutOfFlour"),
    ],
)
def test_what_a_story_raises_its_caller_gets_to_see(how: str, message: str, error: str) -> None:
    assert outcome_of(how) == (1, [(1, message, error)])


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("attribute", "AttributeError"),
        ("in C", "ValueError"),
        ("assertion", "AssertionError"),
        ("end", "RuntimeError"),
        ("salt", "KeyError"),
    ],
)
def test_what_just_happens_to_a_story_is_a_fault_of_its_author(how: str, error: str) -> None:
    with pytest.raises(StoryFault, match=rf"clumsy\.fail\(\) failed with {error}.*`raise`") as fault:
        outcome_of(how)
    assert type(fault.value.__cause__).__name__ == error


class Particular(Service):
    @operation("async")
    def take(
        self, text: str, number: "int | None" = None, names: "list[str] | None" = None, *more: int, anything: Any = None
    ) -> Story[str]:
        yield 0
        return "taken"

    @operation("instant")
    def hear(self, real: float, table: dict[str, int], whatever: object, kind: Literal["a", "b"], unsaid=0) -> None: ...  # type: ignore[no-untyped-def]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("take", ["x"]),
        ("take", ["x", 1, ["a"]]),
        ("take", ["x", 1.5, ("a", "b")]),
        ("take", ["x", None, None, 1, 2.5]),
        ("hear", [1, {}, Opaque("coroutine"), "c", Opaque("function")]),
    ],
)
def test_arguments_of_the_kinds_that_are_asked_for_are_taken(method: str, arguments: list[Any]) -> None:
    begin(Particular(), method, arguments)


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("take", [Opaque("coroutine")], "take(): text should be str, not coroutine"),
        ("take", [None], "text should be str, not NoneType"),
        ("take", ["x", "1"], "number should be int | None, not str"),
        ("take", ["x", None, "abc"], "names should be list[str] | None, not str"),
        ("take", ["x", None, None, 1, "2"], "take(): each of more should be int, not str"),
        ("take", ["x", None, None, [7]], "each of more should be int, not list"),
        ("hear", ["1", {}, 0, "a"], "real should be float, not str"),
        ("hear", [1.0, Record("Table", {}), 0, "a"], "table should be dict[str, int], not Table"),
        ("hear", [1.0], "missing a required argument: 'table'"),
    ],
)
def test_others_are_refused_before_they_can_do_harm(method: str, arguments: list[Any], words: str) -> None:
    with pytest.raises(RefusedError, match=re.escape(words)):
        begin(Particular(), method, arguments)


def test_an_argument_may_be_named_that_stands_behind_one_that_was_left_out() -> None:
    assert in_order(Particular(), "take", ["x"], {"names": ["a"]}) == ["x", None, ["a"]]
    with pytest.raises(RefusedError, match="multiple values for argument 'text'"):
        in_order(Particular(), "take", ["x"], {"text": "y"})
    with pytest.raises(RefusedError, match="particular has no operation 'give'"):
        in_order(Particular(), "give", [], {"text": "y"})


# ---------------------------------------------------------------- rendezvous


def test_parties_wait_until_all_are_there(desk: Desk) -> None:
    ids = [desk.begin("meet", name, 3) for name in "ab"]
    desk.begin("mix", "batter", 2)
    assert "a met" not in desk.kitchen.log
    ids.append(desk.begin("meet", "c", 3))
    assert desk.kitchen.log[-3:] == ["a met", "b met", "c met"]
    assert desk.wait() == (1, [(ids[0], "a", None), (ids[1], "b", None), (ids[2], "c", None)])


def test_who_is_there_goes_on_alone_when_nobody_else_can_come(desk: Desk) -> None:
    one = desk.begin("meet", "a", 3)
    assert desk.wait() == (1, [(one, "a", None)])


def test_without_a_number_of_parties_all_of_one_instant_meet(desk: Desk) -> None:
    desk.begin("meet", "a"), desk.begin("meet", "b")
    assert desk.kitchen.log == []
    assert desk.wait(until=0.5) == (0.5, [])
    assert desk.kitchen.log == ["a met", "b met"]
    desk.begin("meet", "c")
    assert desk.wait(until=0.6) == (0.6, [])
    assert desk.kitchen.log[2:] == ["c met"]


def test_a_rendezvous_is_over_before_time_goes_on(desk: Desk) -> None:
    """Even if something else is due in the same instant."""
    one = desk.begin("count")
    two = desk.begin("meet", "a")
    assert desk.wait() == (0, [(one, 2, None)])
    assert desk.kitchen.log == []  # the worker may now send another one to the rendezvous
    three = desk.begin("meet", "b")
    assert desk.wait() == (1, [(two, "a", None), (three, "b", None)])


def test_a_rendezvous_may_end_at_once(desk: Desk) -> None:
    one, two = desk.begin("pass_by"), desk.begin("pass_by")
    desk.begin("mix", "batter")
    assert desk.wait() == (0, [(one, "gone", None), (two, "gone", None)])


def test_who_was_cancelled_is_not_waited_for_nor_counted(desk: Desk) -> None:
    gone = desk.begin("meet", "gone", 2)
    desk.cancel(gone)
    one = desk.begin("meet", "a", 2)
    assert desk.kitchen.log == ["gone left"]
    two = desk.begin("meet", "b", 2)
    assert desk.kitchen.log == ["gone left", "a met", "b met"]
    assert desk.wait() == (1, [(one, "a", None), (two, "b", None)])


# ---------------------------------------------------------------- the end of time


def test_nothing_ahead_is_a_deadlock(desk: Desk) -> None:
    assert desk.stop() == "deadlock"
    desk.wait(until=5)
    assert desk.stop() == "deadlock"


def test_time_ends_at_the_horizon() -> None:
    desk = Desk(horizon=10)
    desk.begin("mix", "slow", 11)
    assert desk.wait(until=10) == (10, [])
    assert desk.stop(until=10.5) == "horizon"
    assert desk.world.clock.now == 10


@pytest.mark.parametrize("minutes", [10**400, 1e308, float("inf")])
def test_who_waits_for_longer_than_there_is_time_waits_for_ever(minutes: float) -> None:
    desk = Desk()
    desk.begin("mix", "stone", minutes)
    assert desk.wait(until=10) == (10, [])
    assert desk.stop() == "horizon"


def test_waits_before_the_function_is_called_do_not_count() -> None:
    world = World([], {}, cancel_at=Moment(0, 0, 0.0, 3.0, 0))
    assert world.advance(Blocked(3.0)) == Advance(3.0, [], cancel=False)
    world.start()
    assert (world.clock.now, world.turns, world.moments) == (0, 0, [])
    assert world.advance(Blocked(3.0)) == Advance(1.5, [], cancel=True)


# ---------------------------------------------------------------- frames


def test_answers_that_fill_more_than_a_frame_come_in_several(desk: Desk) -> None:
    ids = [desk.begin("mix", "x" * 200_000, 1) for _ in range(7)]
    came: list[int] = []
    while len(came) < len(ids):
        now, arrivals = desk.wait(until=5)
        assert now == 1
        assert 0 < len(arrivals) <= 2
        came += [identity for identity, _, _ in arrivals]
    assert came == ids


def test_one_answer_is_never_too_large_to_come(desk: Desk) -> None:
    one = desk.begin("mix", "x" * 390_000, 1)
    two = desk.begin("mix", "y" * 390_000, 1)
    assert [identity for identity, _, _ in desk.wait()[1]] == [one]
    assert [identity for identity, _, _ in desk.wait()[1]] == [two]


# ---------------------------------------------------------------- what a service is


def test_operations_are_inherited() -> None:
    class Bakery(Kitchen):
        @operation("blocking")
        def sell(self) -> int:
            return 1

        @operation("blocking")
        def mix(self, flavour: str) -> str:  # type: ignore[override]
            return flavour

    bakery = Bakery()
    assert bakery.name == "bakery"
    assert bakery.methods == {**Kitchen().methods, "mix": "blocking", "sell": "blocking"}
    assert "secret" not in bakery.methods
    with pytest.raises(TypeError):
        bakery.methods["secret"] = "async"  # type: ignore[index]


def test_what_an_operation_takes_is_that_of_its_own_class() -> None:
    class Bakery(Kitchen):
        @operation("blocking")
        def weigh(self, *pounds: int) -> int:  # type: ignore[override]
            return sum(pounds)

        @operation("blocking")
        @staticmethod
        def sell(price: int) -> int:
            return price

    bakery, kitchen = Bakery(), Kitchen()
    for _ in range(2):
        for service, method, given in ((bakery, "weigh", [1, 2]), (bakery, "sell", [3]), (kitchen, "weigh", [])):
            begin(service, method, given)
        for service, method, refused in ((bakery, "weigh", ["1"]), (bakery, "sell", []), (kitchen, "weigh", [1])):
            with pytest.raises(RefusedError):
                begin(service, method, refused)
