"""Servers under test: the world plays their clients, whose stories say what is sent, and keep what came back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.grading import Audience, CheckFailed, Client, Lab, Talk
from asynclings.messages import NOWHERE, Accept, Blocked, ProtocolViolation, Send
from asynclings.world.reception import LINE_LIMIT
from asynclings.world.world import World

SERVING = Path(__file__).with_name("serving.py")


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(SERVING)


def talkative(*words: str) -> Callable[[Client], Talk]:
    def story(client: Client) -> Talk:
        for word in words:
            yield client.ask(word)

    return story


def silent(client: Client) -> Talk:
    yield client.end()


def test_two_hundred_clients_are_served_together(lab: Lab) -> None:
    audience = Audience(Client(f"client {n}", talkative(f"hello {n}", "bye")) for n in range(200))
    run = lab.run("serve", audience, "echo").finished().took(2)
    for n, client in enumerate(audience.clients):
        assert [(line.text, line.at) for line in client.lines] == [(f"HELLO {n}", 1.0), ("BYE", 2.0)]
        assert (client.gone_at, client.closed_at) == (2.0, 2.0)
    assert peak(run.operations) == 200
    assert {operation.where.function for operation in run.operations if operation.service == "client"} == {"echo"}
    run.left_nothing_behind()


def peak(operations: object) -> int:
    from asynclings.world.trace import peak_in_flight

    return peak_in_flight([o for o in operations if o.service == "client"])  # type: ignore[attr-defined]


def test_a_server_that_serves_one_at_a_time_takes_the_sum(lab: Lab) -> None:
    audience = Audience(Client(f"client {n}", talkative("hello")) for n in range(5))
    lab.run("serve_one_at_a_time", audience).took(5)


def test_a_client_comes_when_it_comes_and_may_stall_in_the_middle_of_a_line(lab: Lab) -> None:
    def stalling(client: Client) -> Talk:
        client.say("hel", end="")
        yield 10.0
        client.say("lo")
        yield client.line()

    audience = Audience([Client("slow", stalling), Client("quick", talkative("hi"), at=3)])
    lab.run("serve", audience, "echo").took(11)
    slow, quick = audience.clients
    assert [(line.text, line.at) for line in slow.lines] == [("HELLO", 11.0)]
    assert [(line.text, line.at) for line in quick.lines] == [("HI", 4.0)]


def test_who_is_told_nothing_waits_in_a_deadlock(lab: Lab) -> None:
    audience = Audience([Client("patient", silent)])
    with pytest.raises(CheckFailed, match="Deadlock"):
        lab.run("serve", audience, "echo").finished()


def test_the_server_hears_when_a_client_has_gone(lab: Lab) -> None:
    def leaving(client: Client) -> Talk:
        client.hang_up()
        yield client.end()

    audience = Audience([Client("shy", leaving)])
    lab.run("serve", audience, "echo").finished().took(0).left_nothing_behind()
    assert audience.clients[0].closed_at == 0


def test_a_client_that_never_reads_holds_up_who_drains(lab: Lab) -> None:
    def deaf(client: Client) -> Talk:
        yield 5.0
        client.read_on()
        yield client.end()

    audience = Audience([Client("deaf", deaf, reading=False)])
    for _ in range(2):  # it is deaf again in the next run
        lab.run("serve", audience, "flood").finished().took(5)
        client = audience.clients[0]
        assert len(client.lines) == 100
        assert 64_000 < client.most_unread < 160_000

    audience = Audience([Client("deaf", deaf, reading=False)])
    lab.run("serve", audience, "flood_without_drain").finished()
    assert audience.clients[0].most_unread == 1_000_000


def test_each_client_has_a_port_of_its_own(lab: Lab) -> None:
    def asking(client: Client) -> Talk:
        yield client.line()

    audience = Audience([Client("ann", asking), Client("bob", asking)])
    lab.run("serve", audience, "peer").finished()
    assert audience.clients[0].texts != audience.clients[1].texts


def test_an_audience_begins_anew_with_each_run(lab: Lab) -> None:
    audience = Audience([Client("ann", talkative("hello"))])
    for _ in range(2):
        lab.run("serve", audience, "echo").finished().took(1)
        assert audience.clients[0].texts == ["HELLO"]
    lab.run("serve_nobody", audience).finished()
    ann = audience.clients[0]
    assert (ann.texts, ann.gone_at, ann.closed_at) == ([], None, None), "what the last run had"


def test_cancelled_at_any_moment_the_server_closes_its_connections(lab: Lab) -> None:
    audience = Audience([Client("ann", talkative("hello"))])
    for run in lab.cancel_everywhere("serve", audience, "echo", whole=lambda run: run.took(1)):
        run.was_cancelled()


def served() -> tuple[Client, World]:
    """A client that has been accepted, and the world that it lives in."""
    client = Client("client", silent)
    world = World([Audience([client])], {})
    world.start()
    world.hear(Accept(1, 80))
    world.advance(Blocked(None))
    return client, world


def test_lines_have_a_number() -> None:
    """A megabyte of empty ones would be a million of them, which are far larger than what was sent."""
    client, world = served()
    world.hear(Send(-1, b"\n" * LINE_LIMIT, "server", NOWHERE))
    assert client.texts == [""] * LINE_LIMIT
    with pytest.raises(ProtocolViolation, match="client was sent more than 20,000 lines"):
        world.hear(Send(-1, b"\n", "server", NOWHERE))


def test_a_line_may_come_in_many_pieces() -> None:
    client, world = served()
    for _ in range(20_000):
        world.hear(Send(-1, b"x" * 100, "server", NOWHERE))
    assert client.lines == []
    world.hear(Send(-1, b"\nand", "server", NOWHERE))
    assert client.texts == ["x" * 2_000_000]
