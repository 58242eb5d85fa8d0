"""Virtual time: whole nanoseconds, and what is due happens in the order in which it was asked for."""

import pytest

from asynclings.world.clock import Clock, instant


def test_events_happen_in_time_and_in_the_order_they_were_asked_for() -> None:
    clock, happened = Clock(), []
    for name, seconds in (("late", 2), ("first", 1), ("second", 1), ("now", 0)):
        clock.after(seconds, lambda name=name: happened.append((name, clock.now)))  # type: ignore[misc]
    assert clock.next_event() == 0
    clock.move_to(1)
    assert happened == [("now", 1), ("first", 1), ("second", 1)]
    assert clock.next_event() == 2
    clock.move_to(5)
    assert happened[3:] == [("late", 5)]
    assert clock.next_event() is None


def test_an_event_may_bring_about_another_in_the_same_instant() -> None:
    clock, happened = Clock(), []
    clock.after(1, lambda: clock.after(0, lambda: happened.append(clock.now)))
    clock.move_to(1)
    assert happened == [1]


def test_sums_of_decimals_are_what_a_reader_expects() -> None:
    clock = Clock()
    for _ in range(3):
        clock.after(0.1, lambda: None)
        clock.move_to(clock.next_event() or 0)
    assert clock.now == 0.3 != 0.1 + 0.1 + 0.1
    assert instant(1e-10) == 0


def test_time_never_goes_back() -> None:
    clock = Clock()
    clock.move_to(5)
    clock.move_to(3)
    assert clock.now == 5
    clock.after(-1, lambda: None)
    assert clock.next_event() == 5


def test_a_restart_forgets_everything() -> None:
    clock = Clock()
    clock.move_to(5)
    clock.after(1, pytest.fail)
    clock.restart()
    assert (clock.now, clock.next_event()) == (0, None)
    clock.move_to(100)
