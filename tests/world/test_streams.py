"""Streams of the event loop, and aiohttp on top of it, reach the same simulated web as httpx, at exact times."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.grading import Lab, Site, Stall, dripping

STREAMING = Path(__file__).with_name("streaming.py")


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(STREAMING)


@pytest.fixture
def shop(lab: Lab) -> Site:
    site = lab.web("http://shop.test")
    site.get(path="/stall").mock(side_effect=Stall)
    site.get(path="/broken").respond(500)
    site.get(path="/drip").mock(side_effect=lambda request: dripping("drips!", pieces=2, every=2))
    site.get(path="/large").respond(text="x" * 300_000)
    site.pages({f"/{n}": f"page {n}" for n in range(50)})
    return site


def test_a_request_written_by_hand_is_answered(lab: Lab, shop: Site) -> None:
    run = lab.run("raw_get", "/7").returned(["HTTP/1.1 200 OK", "page 7"]).took(1)
    run.asked(["GET /7"]).left_nothing_behind()
    assert run.operations[0].where.function == "raw_get"


def test_whoever_does_not_keep_the_connection_is_told_when_all_was_sent(lab: Lab, shop: Site) -> None:
    lab.run("raw_get", "/1", "1.0", "").returned(["HTTP/1.1 200 OK", "page 1"]).took(1)
    shop.get("/last").respond(text="last", headers={"Connection": "close"})
    lab.run("raw_get", "/last", "1.1", "").returned(["HTTP/1.1 200 OK", "last"]).took(1)
    lab.run("raw_get", "/drip").returned(["HTTP/1.1 200 OK", "3\r\ndri\r\n3\r\nps!\r\n0\r\n\r\n"]).took(3)


@pytest.mark.parametrize("last", ["", "Connection: close\r\n"])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_requests_of_one_connection_are_answered_in_turn(lab: Lab, shop: Site, at_once: bool, last: str) -> None:
    run = lab.run("raw_all", ["/1", "/large", "/3"], at_once, last)
    run.returned([["HTTP/1.1 200 OK", text] for text in ("page 1", "x" * 300_000, "page 3")]).took(3).in_flight(
        exactly=1
    )
    run.asked(["GET /1", "GET /large", "GET /3"]).left_nothing_behind()
    assert {operation.where.function for operation in run.operations} == {"raw_all"}
    assert run.connections == 1


def test_a_request_after_the_last_is_not_heard(lab: Lab, shop: Site) -> None:
    lab.run("after_the_last").returned(["HTTP/1.1 200 OK", "page 1", ""]).took(1).asked(["GET /1"])


def test_connections_of_the_loop_overlap(lab: Lab, shop: Site) -> None:
    run = lab.run("raw_together", [f"/{n}" for n in range(20)]).took(1).in_flight(exactly=20)
    assert run.connections == 20


def test_a_body_of_many_pieces_arrives_whole(lab: Lab, shop: Site) -> None:
    lab.run("raw_get", "/large").returned(["HTTP/1.1 200 OK", "x" * 300_000])


def test_a_connection_left_open_is_noticed_with_its_host(lab: Lab, shop: Site) -> None:
    (left,) = lab.run("left_open").finished().observations("connection_left_open")
    assert left.detail == "the connection to shop.test"


@pytest.mark.parametrize("host", ["nowhere.test", "closed.test"])
def test_a_connection_that_is_refused_says_so(lab: Lab, host: str) -> None:
    lab.web("http://closed.test", refusing=True)
    value = lab.run("refused", host).finished().value
    assert value[0] == "ConnectionRefusedError"
    assert host in value[1]


def test_aiohttp_asks_for_all_pages_together(lab: Lab, shop: Site) -> None:
    urls = [f"http://shop.test/{n}" for n in range(40)]
    run = lab.run("aiohttp_together", urls)
    run.returned([[200, f"page {n}"] for n in range(40)]).took(1).in_flight(exactly=40).used_clients(1)
    run.left_nothing_behind().never_blocked_the_loop()


def test_the_limit_of_aiohttps_connector_holds(lab: Lab, shop: Site) -> None:
    run = lab.run("aiohttp_together", [f"http://shop.test/{n}" for n in range(20)], 5)
    run.took(4).in_flight(exactly=5)
    assert run.connections == 5


@pytest.mark.parametrize(
    ("path", "name", "elapsed"),
    [("/broken", "ClientResponseError", 1), ("/stall", "TimeoutError", 3)],
)
def test_aiohttps_own_errors_and_timeouts(lab: Lab, shop: Site, path: str, name: str, elapsed: float) -> None:
    lab.run("aiohttp_fails", f"http://shop.test{path}", 3).returned([name]).took(elapsed)


def test_aiohttp_hears_that_nobody_is_there(lab: Lab) -> None:
    lab.run("aiohttp_fails", "http://nowhere.test/", 3).returned(["ClientConnectorError"])


def test_a_session_of_aiohttp_left_open_is_a_client_left_open(lab: Lab, shop: Site) -> None:
    (left,) = lab.run("aiohttp_left_open", "http://shop.test/1").finished().observations("client_left_open")
    assert (left.detail, left.where.function) == ("ClientSession", "aiohttp_left_open")


def test_an_aiohttp_that_is_imported_late_is_watched_too(lab: Lab, shop: Site) -> None:
    lab.run("aiohttp_inside", "http://shop.test/1").returned(200).used_clients(1)


def test_a_library_that_reads_files_while_it_is_imported_does_not_count_as_the_learner(lab: Lab, shop: Site) -> None:
    run = lab.run("httpx2_together", [f"http://shop.test/{n}" for n in range(10)])
    run.returned([f"page {n}" for n in range(10)]).took(1).used_clients(1)
    run.never_blocked_the_loop().left_nothing_behind()


def test_httpx2_in_threads(lab: Lab, shop: Site) -> None:
    lab.run("httpx2_blocking", "http://shop.test/3", manner="sync").returned("page 3").took(1)
