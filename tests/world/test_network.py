"""The simulated web under the real httpx: its pool, its limits, its timeouts, its streams, at exact virtual times."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from asynclings.grading import Lab, Reset, Run, Site, Stall, dripping

SURFING = Path(__file__).with_name("surfing.py")
TOO_LARGE_FOR_A_FRAME = 1_200_000


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(SURFING)


def shop(lab: Lab, **options: Any) -> Site:
    site = lab.web("http://shop.test", **options)
    site.get("/quick").respond(text="quick")
    site.get(path="/stall").mock(side_effect=Stall)
    site.get(path="/reset").mock(side_effect=Reset)
    site.route(path="/size").mock(side_effect=lambda request: httpx.Response(200, text=str(len(request.content))))
    site.get(path__regex=r"^/\d+$").mock(
        side_effect=lambda request: httpx.Response(200, text=f"page {request.url.path}")
    )
    return site


def pages(number: int) -> list[str]:
    return [f"http://shop.test/{n}" for n in range(number)]


def texts(number: int) -> list[list[Any]]:
    return [[200, f"page /{n}"] for n in range(number)]


def outcomes(run: Run) -> list[tuple[str, float, float | None, str]]:
    return [(o.name, o.start, o.end, o.outcome) for o in run.operations]


# ---------------------------------------------------------------- run after run


def test_every_run_finds_the_site_as_it_was_declared(lab: Lab) -> None:
    site = shop(lab, latency=[3, 1])
    flaky = site.get("/flaky").mock(side_effect=[httpx.Response(503), Stall, httpx.Response(200, text="well")])
    urls = ["http://shop.test/flaky"] * 2
    for _ in range(3):
        run = lab.run("one_by_one", urls[:1]).returned([[503, ""]])
        assert (run.elapsed, flaky.call_count, len(site.calls)) == (3, 1, 1)
    again = lab.run("one_by_one", urls).returned([[503, ""], ["ReadTimeout", "", 8.0]])
    assert (again.elapsed, flaky.call_count) == (3 + 5, 2)


def test_what_is_declared_between_two_runs_stays(lab: Lab) -> None:
    site = shop(lab)
    lab.run("one_by_one", ["http://shop.test/new"]).returned([[404, "There is no GET /new here."]])
    site.get("/new").respond(text="new")
    for _ in range(2):
        lab.run("one_by_one", ["http://shop.test/new"]).returned([[200, "new"]])


def test_whoever_asks_more_often_than_there_are_answers_gets_none(lab: Lab) -> None:
    shop(lab).get("/once").mock(side_effect=[httpx.Response(200, text="once")])
    run = lab.run("one_by_one", ["http://shop.test/once"] * 2)
    run.returned([[200, "once"], [404, "There is no GET /once here."]])


# ---------------------------------------------------------------- how much at once


def test_a_hundred_requests_at_once(lab: Lab) -> None:
    shop(lab)
    run = lab.run("gather", pages(100)).returned(texts(100))
    assert (run.elapsed, run.peak(), run.connections, len(run.operations)) == (1, 100, 100, 100)
    assert run.turns == 2  # the connections, the answers: what a hundred requests cost does not grow with their number


def test_one_after_another_over_one_connection(lab: Lab) -> None:
    shop(lab)
    run = lab.run("one_by_one", pages(10)).returned(texts(10))
    assert (run.elapsed, run.peak(), run.connections) == (10, 1, 1)


def test_a_client_for_each_request_opens_a_connection_for_each(lab: Lab) -> None:
    shop(lab, connecting=0.5)
    run = lab.run("client_per_request", pages(4)).returned(texts(4))
    assert (run.elapsed, run.connections) == (6, 4)


def test_limits_of_the_pool_hold(lab: Lab) -> None:
    shop(lab)
    run = lab.run("gather", pages(9), keywords={"limits": 3}).returned(texts(9))
    assert (run.elapsed, run.peak(), run.connections) == (3, 3, 3)


@pytest.mark.parametrize(("workers", "elapsed"), [(2, 4), (8, 1)])
def test_a_blocking_client_in_threads(lab: Lab, workers: int, elapsed: float) -> None:
    shop(lab)
    run = lab.run("in_threads", pages(8), workers, manner="sync").returned([f"page /{n}" for n in range(8)])
    assert (run.elapsed, run.peak(), run.connections) == (elapsed, workers, workers)


def test_a_blocking_client_in_threads_of_the_loop(lab: Lab) -> None:
    shop(lab)
    run = lab.run("in_threads_of_the_loop", pages(8)).returned([f"page /{n}" for n in range(8)])
    assert (run.elapsed, run.peak()) == (1, 8)
    assert run.observations("blocking_call") == []


def test_a_blocking_client_in_the_loop_is_noticed(lab: Lab) -> None:
    shop(lab)
    run = lab.run("blocking_in_the_loop", "http://shop.test/quick").returned("quick")
    line = next(n for n, text in enumerate(SURFING.read_text().splitlines(), 1) if "# here" in text)
    observed = {(o.detail, o.where.line) for o in run.observations("blocking_call")}
    assert observed == {("a connection to shop.test", line), ("an answer from shop.test", line)}


# ---------------------------------------------------------------- connections that are kept


@pytest.mark.parametrize(("pause", "connections"), [(4.5, 1), (5.5, 3)])
def test_an_idle_connection_is_kept_for_five_seconds(lab: Lab, pause: float, connections: int) -> None:
    shop(lab)
    run = lab.run("one_by_one", pages(3), pause).returned(texts(3))
    assert (run.elapsed, run.connections) == (3 + 3 * pause, connections)


def test_a_server_that_closes_is_asked_over_a_new_connection(lab: Lab) -> None:
    shop(lab).get("/bye").respond(text="bye", headers={"Connection": "close"})
    run = lab.run("one_by_one", ["http://shop.test/bye"] * 3).returned([[200, "bye"]] * 3)
    assert (run.elapsed, run.connections) == (3, 3)


def test_a_cancelled_request_gives_its_connection_up(lab: Lab) -> None:
    shop(lab)
    run = lab.run("impatient", "http://shop.test/1", 0.25).returned(["gave up", 0.25, [200, "quick"]])
    assert outcomes(run) == [("GET /1", 0, 0.25, "cancelled"), ("GET /quick", 0.25, 1.25, "ok")]
    assert run.connections == 2


# ---------------------------------------------------------------- timeouts


@pytest.mark.parametrize("function", ["get", "get_blocking"])
@pytest.mark.parametrize(
    ("options", "site", "error", "when"),
    [
        ({}, {"connecting": 10}, "ConnectTimeout", 5),
        ({"timeout": 2}, {"connecting": 10}, "ConnectTimeout", 2),
        ({}, {"latency": 10}, "ReadTimeout", 5),
        ({"timeout": 0.1}, {"latency": 1, "connecting": 0.05}, "ReadTimeout", 0.15),
        ({"timeout": {"default": 1, "connect": 20}}, {"latency": 10, "connecting": 10}, "ReadTimeout", 11),
    ],
    ids=["connect default", "connect", "read default", "read", "both"],
)
def test_timeouts_strike_at_their_time(
    lab: Lab, function: str, options: dict[str, Any], site: dict[str, Any], error: str, when: float
) -> None:
    shop(lab, **site)
    manner = "sync" if function == "get_blocking" else "async"
    run = lab.run(function, "http://shop.test/1", keywords=options, manner=manner).finished()
    assert (run.value[0], run.value[2], run.elapsed) == (error, when, when)


@pytest.mark.parametrize("function", ["get", "get_blocking"])
def test_without_a_timeout_any_latency_is_waited_for(lab: Lab, function: str) -> None:
    shop(lab, latency=1000)
    manner = "sync" if function == "get_blocking" else "async"
    run = lab.run(function, "http://shop.test/1", keywords={"timeout": None}, manner=manner)
    assert (run.returned([200, "page /1"]).elapsed) == 1000


def test_who_waits_for_a_place_in_the_pool_has_five_seconds(lab: Lab) -> None:
    """httpx's own limits: a hundred connections, and five seconds to get one."""
    shop(lab, latency=10)
    run = lab.run("gather", pages(101), keywords={"timeout": {"default": 5, "read": 20}}).finished()
    assert run.value[:100] == texts(100)
    assert (run.value[100][0], run.value[100][2]) == ("PoolTimeout", 5)
    assert (run.elapsed, run.peak(), run.connections) == (10, 100, 100)


def test_a_place_in_the_pool_in_time(lab: Lab) -> None:
    shop(lab, latency=4)
    run = lab.run("gather", pages(101)).returned(texts(101))
    assert (run.elapsed, run.peak()) == (8, 100)


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("function", ["get", "get_blocking"])
@pytest.mark.parametrize(
    ("url", "site", "got"),
    [
        (
            "http://else.test/",
            {},
            ["ConnectError", "there is no site 'else.test' in the simulated web (sites: shop.test)", 0.0],
        ),
        ("http://shop.test/1", {"refusing": True}, ["ConnectError", "shop.test refused the connection", 0.0]),
        (
            "http://shop.test/1",
            {"refusing": True, "connecting": 0.5},
            ["ConnectError", "shop.test refused the connection", 0.5],
        ),
        ("http://shop.test/reset", {}, ["ReadError", "the connection was reset", 1.0]),
        ("http://shop.test/stall", {}, ["ReadTimeout", "", 5.0]),
        ("http://shop.test/none", {}, [404, "There is no GET /none here."]),
    ],
    ids=["unknown", "refused", "refused late", "reset", "stalled", "not found"],
)
def test_what_goes_wrong(lab: Lab, function: str, url: str, site: dict[str, Any], got: list[Any]) -> None:
    shop(lab, **site)
    lab.run(function, url, manner="sync" if function == "get_blocking" else "async").returned(got)


def test_a_reset_is_a_failed_request_and_a_stalled_one_is_cancelled(lab: Lab) -> None:
    shop(lab)
    run = lab.run("gather", ["http://shop.test/reset", "http://shop.test/stall"])
    assert outcomes(run) == [("GET /reset", 0, 1, "failed"), ("GET /stall", 0, 5, "cancelled")]


def test_who_waits_for_a_stalled_answer_without_a_timeout_waits_for_ever(lab: Lab) -> None:
    shop(lab)
    run = lab.run("get", "http://shop.test/stall", keywords={"timeout": None})
    assert (run.transcript.reason, run.elapsed) == ("deadlock", 0)
    assert [(waits.who, waits.what) for waits in run.transcript.waits] == [("get", "an answer from shop.test")]


def test_a_client_that_is_closed_too_early_breaks_its_requests_off(lab: Lab) -> None:
    shop(lab)
    run = lab.run("outlived_client", "http://shop.test/1").finished()
    assert (run.value[0], run.elapsed) == ("ReadError", 0.5)
    assert outcomes(run) == [("GET /1", 0, 0.5, "cancelled")]


def test_a_thread_whose_client_is_closed_does_not_wait_for_ever(lab: Lab) -> None:
    shop(lab)
    assert lab.run("closed_by_another", manner="sync").returned("ReadError").elapsed == 1


def test_a_real_connection_is_refused_and_noticed(lab: Lab) -> None:
    run = lab.run("real_connection").finished()
    assert run.value == "a real connection was asked for; there is none here"
    assert len(run.observations("real_network")) == 1


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize("function", ["streamed", "streamed_blocking"])
def test_a_body_that_drips(lab: Lab, function: str) -> None:
    shop(lab).get("/drip").mock(return_value=dripping("abcdefgh", pieces=4, every=2))
    manner = "sync" if function == "streamed_blocking" else "async"
    run = lab.run(function, "http://shop.test/drip", manner=manner).returned([[1.0, 1.0, 3.0, 5.0, 7.0], "abcdefgh"])
    assert outcomes(run) == [("GET /drip", 0, 7, "ok")]


def test_each_piece_of_a_body_has_its_own_timeout(lab: Lab) -> None:
    site = shop(lab)
    site.get("/drip").mock(side_effect=lambda _: dripping("abcdefgh", pieces=4, every=2))
    patient = lab.run("get", "http://shop.test/drip", keywords={"timeout": 2.5}).returned([200, "abcdefgh"])
    assert patient.elapsed == 7
    impatient = lab.run("get", "http://shop.test/drip", keywords={"timeout": 1.5}).finished()
    assert (impatient.value[0], impatient.elapsed) == ("ReadTimeout", 2.5)


def test_a_request_ends_when_its_last_byte_is_taken(lab: Lab) -> None:
    shop(lab).get("/large").respond(content=b"x" * 200_000)
    run = lab.run("streamed_slowly", "http://shop.test/large").finished()
    assert (run.value, run.elapsed) == (4, 5)  # no more than 64 KiB at a time
    assert outcomes(run) == [("GET /large", 0, 4, "ok")]


def test_a_stream_that_is_broken_off_is_cancelled(lab: Lab) -> None:
    shop(lab).get("/drip").mock(return_value=dripping("abcdefgh", pieces=4, every=2))
    run = lab.run("stream_broken_off", "http://shop.test/drip").returned(["ab", 1.0])
    assert outcomes(run) == [("GET /drip", 0, 1, "cancelled")]


@pytest.mark.parametrize(("function", "manner"), [("ask", "async"), ("ask_blocking", "sync")])
@pytest.mark.parametrize("size", [0, 1, 100_000, 3_000_000])
def test_bodies_that_are_sent(lab: Lab, function: str, manner: str, size: int) -> None:
    shop(lab)
    arguments = ("POST", "http://shop.test/size", *([None] if manner == "async" else []), size)
    run = lab.run(function, *arguments, manner=manner).finished()
    assert run.value in ([200, str(size)], str(size))
    assert outcomes(run) == [("POST /size", 0, 1, "ok")]


def test_a_request_begins_when_all_of_its_body_is_there(lab: Lab) -> None:
    shop(lab)
    run = lab.run("uploaded_in_pieces", "http://shop.test/size").returned("3000")
    assert outcomes(run) == [("POST /size", 3, 4, "ok")]


def test_bodies_that_fill_more_than_a_frame(lab: Lab) -> None:
    shop(lab).get("/large").respond(text="x" * TOO_LARGE_FOR_A_FRAME)
    run = lab.run("streamed", "http://shop.test/large")
    assert run.transcript.failure is not None and run.transcript.failure.type_name == "ValueTooLarge"
    assert outcomes(run) == [("GET /large", 0, 1, "ok")]


def test_many_bodies_that_together_fill_more_than_a_frame(lab: Lab) -> None:
    shop(lab).get(path__regex="/some/.*").respond(text="x" * 20_000)
    run = lab.run("gather", [f"http://shop.test/some/{n}" for n in range(100)])
    assert run.transcript.failure is not None and run.transcript.failure.type_name == "ValueTooLarge"
    assert {(o.end, o.outcome) for o in run.operations} == {(1.0, "ok")}
    assert (len(run.operations), run.elapsed) == (100, 1)


def test_a_compressed_body_is_sent_as_it_is(lab: Lab) -> None:
    site = shop(lab)
    site.get("/gzip").respond(content=gzip.compress(b"small"), headers={"Content-Encoding": "gzip"})
    lab.run("get", "http://shop.test/gzip").returned([200, "small"])


@pytest.mark.parametrize(
    ("method", "status", "body"),
    [("GET", 204, ""), ("GET", 304, ""), ("GET", 200, ""), ("HEAD", 200, "body"), ("HEAD", 404, "body")],
)
def test_answers_without_a_body_end_too(lab: Lab, method: str, status: int, body: str) -> None:
    shop(lab).route(path="/empty").respond(status, text=body)
    run = lab.run("ask", method, "http://shop.test/empty").returned([status, ""])
    assert outcomes(run) == [(f"{method} /empty", 0, 1, "ok")]


# ---------------------------------------------------------------- requests


def test_a_latency_for_each_request_in_turn(lab: Lab) -> None:
    shop(lab, latency=[3, 1, 2])
    run = lab.run("one_by_one", pages(5)).returned(texts(5))
    assert [o.end - o.start for o in run.operations if o.end is not None] == [3, 1, 2, 2, 2]


def test_a_latency_that_depends_on_the_request(lab: Lab) -> None:
    shop(lab, latency=lambda request: float(request.url.path[1:]) / 10)
    run = lab.run("gather", pages(5)).returned(texts(5))
    assert [o.end for o in run.operations] == [0, 0.1, 0.2, 0.3, 0.4]


def test_redirects_are_followed_one_after_another(lab: Lab) -> None:
    site = shop(lab)
    site.get("/old").respond(301, headers={"Location": "/older"})
    site.get("/older").respond(302, headers={"Location": "http://shop.test/quick"})
    run = lab.run("followed", "http://shop.test/old").returned([200, "http://shop.test/quick", 2])
    assert outcomes(run) == [("GET /old", 0, 1, "ok"), ("GET /older", 1, 2, "ok"), ("GET /quick", 2, 3, "ok")]
    assert run.connections == 1


def test_a_request_is_named_as_it_was_sent(lab: Lab) -> None:
    shop(lab).get("/search", params={"q": "a b"}).respond(text="found")
    run = lab.run("get", "http://shop.test/search?q=a b").returned([200, "found"])
    (request,) = run.operations
    assert (request.name, request.service, request.status) == ("GET /search?q=a%20b", "shop.test", 200)
    assert (request.actor, request.where.function, request.connection) == ("get", "_got", 1)


def test_encrypted_sites_are_reached_the_same_way(lab: Lab) -> None:
    lab.web("https://safe.test").get("/").respond(text="safe")
    lab.run("get", "https://safe.test/").returned([200, "safe"])


def test_sites_are_told_apart(lab: Lab) -> None:
    shop(lab)
    lab.web("http://news.test", latency=2).get("/quick").respond(text="news")
    run = lab.run("gather", ["http://shop.test/quick", "http://news.test/quick"]).returned(
        [[200, "quick"], [200, "news"]]
    )
    assert [o.service for o in run.operations] == ["shop.test", "news.test"]
    assert (run.peak("shop.test"), run.peak(), run.elapsed) == (1, 2, 2)


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("GET", {"Host": "shop.test:x"}, 400), ("CONNECT", None, 405)],
)
def test_what_is_no_request_is_refused(lab: Lab, method: str, headers: dict[str, str] | None, status: int) -> None:
    lab.web("http://shop.test").route().respond(text="anything")
    run = lab.run("ask", method, "http://shop.test/", headers).finished()
    assert run.value[0] == status
