"""The wire: whatever a worker says that the protocol does not allow ends its run as a violation, in clear words.

A fake worker speaks over one end of a socket pair; the grader's side of a conversation listens at the other.
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclings import maps
from asynclings.channel import FRAME_LIMIT, Channel, ConversationOver, DeadlinePassed
from asynclings.grading.conversation import Conversation
from asynclings.grading.order import Order
from asynclings.grading.transcript import Transcript
from asynclings.messages import (
    SMALL_FRAME,
    Accept,
    Advance,
    Arrival,
    Beat,
    Begin,
    Blocked,
    Cancel,
    Close,
    Connect,
    Drain,
    Observed,
    ProtocolViolation,
    Raised,
    Ready,
    Receive,
    Returned,
    Run,
    Send,
    Started,
    Stop,
    Stuck,
    Waits,
    Where,
    decode_from_worker,
    decode_from_world,
    encode,
)
from asynclings.values import Failure
from asynclings.values.writing import Unwritable, Writer
from asynclings.worker.wire import WorkerWire
from asynclings.world.service import Rendezvous, Service, Story, operation
from asynclings.world.web import Site
from asynclings.world.world import World

HERE = Where("submission.py", 3, "main")
NOT_LONG = 60.0  # real seconds; nothing here waits
DECLARED = (ProtocolViolation, ConversationOver, DeadlinePassed)


class Kitchen(Service):
    @operation("async")
    def mix(self, flavour: str) -> Story[str]:
        yield 4
        return f"{flavour} batter"

    @operation("async")
    def meet(self) -> Story[None]:
        yield Rendezvous("door", 2)

    @operation("instant")
    def ring(self) -> None:
        """Nothing happens."""


def world() -> World:
    site = Site("http://shop.test", 1.0, 0.0, refusing=False)
    site.route().respond(text="page")
    return World([Kitchen()], {site.host: site})


def frame(*said: Any) -> bytes:
    body = encode(said)
    return struct.pack(">I", len(body)) + body


def raw(value: Any) -> bytes:
    """A frame that holds anything."""
    body = msgspec.msgpack.encode(value)
    return struct.pack(">I", len(body)) + body


@contextmanager
def channel_pair() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
    channel = Channel(ours, decode_from_worker)
    channel.deadline = time.monotonic() + NOT_LONG
    try:
        yield channel, theirs
    finally:
        ours.close()
        theirs.close()


def hold(*frames: bytes, virtual: bool = True, calls: int = 0) -> tuple[Transcript, BaseException | None]:
    """What comes of a run in which a worker says this, and then closes the wire."""
    transcript = Transcript()
    with channel_pair() as (channel, worker):
        worker.sendall(b"".join(frames))
        worker.shutdown(socket.SHUT_WR)
        order = Order("main", (1, "x"), virtual=virtual, calls=(("deposit", (5,)),) * calls)
        conversation = Conversation(channel, order, world(), None, transcript)
        try:
            conversation.hold(os.getpid())
        except DECLARED as error:
            return transcript, error
    return transcript, None


def violation(*frames: bytes, virtual: bool = True, calls: int = 0) -> str:
    """The words of the violation that this is."""
    transcript, error = hold(*frames, virtual=virtual, calls=calls)
    assert isinstance(error, ProtocolViolation), (transcript, error)
    assert transcript.ending == "died"  # what the engine writes there is up to it
    return str(error)


START = frame(Started(["rlimits"]))
IMPORTED = START + frame(Ready())
ERROR = Writer().write_error(ValueError("no"))


def begin(identity: int = 1, service: str = "kitchen", method: str = "mix", *arguments: Any) -> Begin:
    return Begin(identity, service, method, list(arguments or ("vanilla",)), "task", HERE, instant=False)


# ---------------------------------------------------------------- as it should be


def test_a_run_from_start_to_return() -> None:
    transcript, error = hold(
        START,
        frame(Observed("kind", "detail", HERE), Ready()),
        frame(begin(1), Blocked(None)),
        frame(Observed("more", "", HERE), Returned(["l", 1, "x"])),
    )
    assert error is None
    assert (transcript.ending, transcript.value, transcript.importing) == ("returned", [1, "x"], False)
    assert transcript.layers == ("rlimits",)
    assert [observed.kind for observed in transcript.observations] == ["kind", "more"]


def test_a_failing_import() -> None:
    transcript, error = hold(START, frame(Raised(ERROR, True)))
    assert error is None
    assert (transcript.ending, transcript.importing, transcript.failure) == (
        "raised",
        True,
        Failure("ValueError", ("Exception", "BaseException", "object"), "no", ()),
    )


def test_the_first_result_wins_and_nothing_after_it_is_read() -> None:
    transcript, error = hold(IMPORTED, frame(Returned(1)), frame(Returned(2)), b"garbage")
    assert (transcript.value, error) == (1, None)


def test_a_worker_that_says_why_it_is_stuck() -> None:
    waits = [Waits("task", "sleep()", HERE)]
    transcript, _ = hold(IMPORTED, frame(Blocked(None)), frame(Stuck("deadlock", waits)))
    assert (transcript.ending, transcript.reason, transcript.waits) == ("stuck", "deadlock", tuple(waits))


def test_what_a_thread_says_after_the_end_is_not_sent() -> None:
    with channel_pair() as (channel, worker):
        wire = WorkerWire()
        wire.open(Channel(worker, decode_from_world))
        wire.say(Observed("blocking_call", "", HERE))
        wire.finish(Returned(5))
        wire.say(Observed("task_left", "", HERE))
        wire.flush()
        wire.say(Observed("thread_left", "", HERE))
        wire.flush()
        assert [type(message).__name__ for message in channel.receive()] == ["Observed", "Returned"]
        assert not channel.ready(0)


def test_what_is_too_large_to_be_the_end_is_none() -> None:
    with channel_pair() as (channel, worker):
        wire = WorkerWire()
        wire.open(Channel(worker, decode_from_world))
        with pytest.raises(Unwritable):
            wire.finish(Returned("x" * FRAME_LIMIT))
        wire.say(Observed("task_left", "", HERE))
        wire.flush()
        wire.finish(Raised(ERROR, False))
        wire.flush()
        said = [*channel.receive(), *channel.receive()]
        assert [type(message).__name__ for message in said] == ["Observed", "Raised"]


def test_beats_are_counted_in_real_time() -> None:
    transcript, error = hold(IMPORTED, frame(Beat()), frame(Beat(), Returned(None)), virtual=False)
    assert (transcript.beats, error) == (2, None)


def test_the_world_answers_the_worker() -> None:
    with channel_pair() as (channel, worker):
        worker.sendall(IMPORTED + frame(begin(7), Blocked(None)) + frame(Blocked(None)) + frame(Returned(None)))
        Conversation(channel, Order("main", (1, "x")), world(), None, Transcript()).hold(os.getpid())
        hears = Channel(worker, decode_from_world)
        (run,), (advance,), (stop,) = hears.receive(), hears.receive(), hears.receive()
    assert isinstance(run, Run)
    assert (run.target, run.arguments, run.services[0].methods["mix"]) == ("main", [1, "x"], "async")
    assert advance == Advance(4.0, [Arrival(7, "vanilla batter", None)], cancel=False)
    assert stop == Stop("deadlock")


@pytest.mark.parametrize(
    "frames", [b"", START, IMPORTED, IMPORTED[:-1], IMPORTED + b"\0", IMPORTED + frame(Blocked(1.0))]
)
def test_a_worker_that_says_no_more_is_over(frames: bytes) -> None:
    transcript, error = hold(frames)
    assert isinstance(error, ConversationOver)
    assert transcript.ending == "died"


def test_a_worker_that_does_not_speak_is_waited_for_until_the_deadline() -> None:
    with channel_pair() as (channel, _):
        channel.deadline = time.monotonic()
        with pytest.raises(DeadlinePassed):
            Conversation(channel, Order("main", ()), world(), None, Transcript()).hold(os.getpid())


def test_a_worker_that_goes_on_speaking_is_heard_until_the_deadline() -> None:
    with channel_pair() as (channel, worker):
        worker.sendall(IMPORTED + frame(Observed("kind", "", HERE)) * 1_000)
        channel.deadline = time.monotonic()
        with pytest.raises(DeadlinePassed):
            Conversation(channel, Order("main", ()), world(), None, Transcript()).hold(os.getpid())


def test_a_deadline_is_put_off_by_what_others_had_the_processors() -> None:
    """For as long as there is more of that each time; then it has passed."""
    with channel_pair() as (channel, _):
        channel.deadline = time.monotonic() - 10
        said = iter([9, 30, 30])
        asked: list[float] = []

        def delayed() -> float:
            asked.append(next(said))
            return asked[-1]

        channel.delayed = delayed
        with pytest.raises(DeadlinePassed):
            channel.ready(0)  # nine seconds are not enough
        assert not channel.ready(0)
        assert asked == [9, 30]
        assert not channel.ready(0), "while there is time nobody is asked"
        channel.deadline -= 30
        with pytest.raises(DeadlinePassed):
            channel.ready(0)
        assert asked == [9, 30, 30]


def test_nothing_is_told_before_the_submission_is_imported() -> None:
    """Whoever knew the arguments while it is imported could look them up in what a run before this one left."""
    with channel_pair() as (channel, worker):
        worker.sendall(START + frame(Observed("kind", "", HERE)))
        worker.shutdown(socket.SHUT_WR)
        with pytest.raises(ConversationOver):
            Conversation(channel, Order("main", (1, "x")), world(), None, Transcript()).hold(os.getpid())
        worker.setblocking(False)
        with pytest.raises(BlockingIOError):
            worker.recv(1)


def test_a_worker_that_does_not_listen_is_waited_for_until_the_deadline() -> None:
    with channel_pair() as (channel, _):
        channel.deadline = time.monotonic() + 0.05
        with pytest.raises(DeadlinePassed):
            while True:
                channel.send([Stop("x" * 500_000)])


# ---------------------------------------------------------------- frames


def test_a_frame_that_is_too_large_is_refused_before_it_is_read() -> None:
    announced = struct.pack(">I", FRAME_LIMIT + 1)
    assert violation(announced) == "a frame of 1,048,577 bytes was announced; 1,048,576 are allowed"
    assert "4,294,967,295 bytes" in violation(b"\xff" * 4)


def test_a_frame_of_the_largest_size_is_read() -> None:
    room = FRAME_LIMIT - len(encode([Observed("", "", HERE)])) - 4
    large = frame(Observed("", "x" * room, HERE))
    assert len(large) == FRAME_LIMIT + 4
    with channel_pair() as (channel, worker):
        worker.sendall(large)
        (observed,) = channel.receive()
    assert len(observed.detail) == room


def test_a_map_of_many_keys_is_refused_before_it_is_decoded() -> None:
    """Keys that are arrays become tuples, and anybody can find many with the same hash."""
    keys = b"".join(b"\x92\xcd" + n.to_bytes(2, "big") + b"\x00\x00" for n in range(3_000))
    body = b"\x91\x92\xa8Returned\xde" + (3_000).to_bytes(2, "big") + keys
    assert len(body) > SMALL_FRAME
    said = violation(IMPORTED, struct.pack(">I", len(body)) + body)
    assert said == "a frame holds a map of more than 1000 keys"


plain = st.none() | st.booleans() | st.integers(-(1 << 63), 1 << 63) | st.floats() | st.text() | st.binary()
nested = st.recursive(plain, lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner))


def widest(value: Any) -> int:
    if isinstance(value, list):
        return max(map(widest, value), default=0)
    if isinstance(value, dict):
        return max([len(value) if len(value) > 15 else 0, *map(widest, value.values())])
    return 0


@settings(derandomize=True, deadline=None, max_examples=200)
@given(nested, st.integers(0, 70_000))
def test_the_largest_map_is_found_in_anything(value: Any, size: int) -> None:
    table = dict.fromkeys(map(str, range(size % 40)), value)
    inside = [value, "ж" * size, b"\xdf" * size, [0] * (size % 300), table, msgspec.msgpack.Ext(7, b"\xde" * size)]
    assert maps.largest(msgspec.msgpack.encode(inside)) == max(widest(value), widest(table))


def test_a_frame_that_is_too_large_is_not_sent() -> None:
    with channel_pair() as (channel, _), pytest.raises(ProtocolViolation, match="larger than the 1,048,576 allowed"):
        channel.send([Stop("x" * FRAME_LIMIT)])


def test_all_frames_of_a_run_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclings.channel.CONVERSATION_LIMIT", 2_000)
    noise = frame(Observed("kind", "x" * 900, HERE))
    assert violation(START, noise, noise, noise) == "the run sent more than 2,000 bytes"


def test_all_messages_of_a_run_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclings.channel.MESSAGE_LIMIT", 10)
    noise = frame(*[Observed("kind", "", HERE)] * 4)
    assert violation(START, noise, noise, noise) == "the run sent more than 10 messages"


def test_all_turns_of_a_run_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclings.world.world.TURN_LIMIT", 10)
    there = world()
    answers = [there.advance(Blocked(float(n))) for n in range(12)]
    assert [type(answer) for answer in answers] == [Advance] * 11 + [Stop]
    assert answers[-1] == Stop("turns")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\xff" * 20,
        b"\xdd\xff\xff\xff\xff",
        b"\x91" * 100_000,
        msgspec.msgpack.encode("text"),
        msgspec.msgpack.encode({"a": 1}),
        encode([Ready()])[:-1],
        encode([Ready()]) + b"\0",
        b"\x91\x92\xa8Returned\xa1\xff",
    ],
    ids=["nothing", "code", "noise", "length", "depth", "text", "map", "cut", "longer", "not UTF-8"],
)
def test_a_frame_that_cannot_be_read(body: bytes) -> None:
    assert violation(struct.pack(">I", len(body)) + body).startswith("a frame could not be read (")


@pytest.mark.parametrize(
    "message",
    [
        ["Nonsense"],
        ["Run", "main", [], {}, "async", [], [], None, None],  # the world's word
        ["Job"],
        [],
        [1],
        5,
        None,
        {"type": "Ready"},
        ["Ready", 1],
        ["Started"],
        ["Started", "rlimits"],
        ["Started", ["rlimits"], 1],
        ["Started", [1]],
        ["Close", "1"],
        ["Close", 1.5],
        ["Close", True],
        ["Close", None],
        ["Close", 2**70],
        ["Blocked", "1"],
        ["Send", 1, "text", "task", ["f", 1, "g"]],
        ["Send", 1, b"data", "task", ["f", 1]],
        ["Send", 1, b"data", "task", ["f", 1, "g", "h"]],
        ["Send", 1, b"data", "task", None],
        ["Begin", 1, "kitchen", "mix", {}, "task", ["f", 1, "g"], False],
        ["Begin", 1, "kitchen", "mix", [], "task", ["f", 1, "g"], 0],
        ["Stuck", "reason", [["who", "what"]]],
    ],
    ids=repr,
)
def test_a_message_that_fits_no_type(message: Any) -> None:
    try:
        bytes_of_it = raw([message])
    except OverflowError:  # msgpack has no such integer
        bytes_of_it = struct.pack(">I", 3) + b"\x91\xc1\xc1"
    assert violation(bytes_of_it).startswith("a frame could not be read (")


# ---------------------------------------------------------------- out of turn


@pytest.mark.parametrize(
    "message",
    [Blocked(1.0), Returned(1), Raised(ERROR, False), Stuck("deadlock", [])],
    ids=lambda message: type(message).__name__,
)
def test_what_ends_a_frame_ends_it(message: Any) -> None:
    words = f"{type(message).__name__} was not the last message of its frame"
    assert violation(IMPORTED, frame(message, Observed("kind", "", HERE))) == words
    assert violation(IMPORTED, frame(message, message)) == words


def test_nothing_follows_ready_in_its_frame() -> None:
    assert violation(START, frame(Ready(), Returned(1))) == "Ready was not the last message of its frame"


ANYTHING: list[Any] = [
    Started([]),
    Ready(),
    begin(),
    Connect(1, "shop.test", 80),
    Send(1, b"x", "task", HERE),
    Receive(2, 1),
    Drain(3, 1),
    Accept(4, 80),
    Close(1),
    Cancel(1),
    Blocked(None),
    Beat(),
    Observed("kind", "", HERE),
    Returned(1),
    Raised(ERROR, True),
    Raised(ERROR, False),
    Stuck("deadlock", []),
]


def names(message: Any) -> str:
    return type(message).__name__ + str(getattr(message, "importing", ""))


@pytest.mark.parametrize("message", ANYTHING[1:], ids=names)
def test_the_first_word_is_started(message: Any) -> None:
    assert violation(frame(message)) == f"{type(message).__name__} was said in state 'start'"


@pytest.mark.parametrize(
    "message",
    [message for message in ANYTHING if names(message) not in ("Ready", "Blocked", "Observed", "RaisedTrue", "Stuck")],
    ids=names,
)
def test_while_it_imports_a_worker_has_little_to_say(message: Any) -> None:
    assert violation(START, frame(message)) == f"{type(message).__name__} was said in state 'import'"


@pytest.mark.parametrize("message", [Started([]), Ready()], ids=names)
def test_a_run_begins_once(message: Any) -> None:
    assert violation(IMPORTED, frame(message)) == f"{type(message).__name__} is nothing for the world"


def test_what_is_raised_says_whether_it_was_by_the_import() -> None:
    assert violation(IMPORTED, frame(Raised(ERROR, True))) == "Raised is nothing for the world"


def test_there_are_no_beats_on_the_virtual_clock() -> None:
    assert violation(IMPORTED, frame(Beat())) == "Beat is nothing for the world"


@pytest.mark.parametrize(
    "message",
    [
        m
        for m in ANYTHING
        if isinstance(m, Begin | Connect | Send | Receive | Drain | Accept | Close | Cancel | Blocked)
    ],
    ids=names,
)
def test_there_is_no_world_in_real_time(message: Any) -> None:
    assert violation(IMPORTED, frame(message), virtual=False) == f"{type(message).__name__} was said in state 'run'"


# ---------------------------------------------------------------- what makes no sense


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([begin(1, "garden")], "there is no service 'garden'"),
        ([begin(1, "kitchen", "mix", ["unknown"])], "an argument cannot be read: no value is written as 'unknown'"),
        ([begin(1, "kitchen", "mix", {})], "an argument cannot be read: a dict is not a wire form"),
        ([begin(1), begin(1)], "operation 1 was begun twice"),
        ([begin(-1)], "operation -1: a negative number is a client's connection"),
        ([begin(1), Connect(1, "shop.test", 80)], "operation 1 was begun twice"),
        ([Connect(1, "shop.test", 80), Receive(1, 1)], "operation 1 was begun twice"),
        ([Receive(1, 9)], "something was awaited from connection 9, which is not open"),
        ([Receive(1, -1)], "something was awaited from connection -1, which is not open"),
        ([Drain(1, 9)], "something was awaited from connection 9, which is not open"),
        ([Accept(-1, 80)], "operation -1: a negative number is a client's connection"),
        ([Connect(1, "shop.test", 80), Close(1), Receive(2, 1)], "from connection 1, which is not open"),
        ([Connect(1, "shop.test", 80), Send(1, b"\0\0\r\n\r\n", "t", HERE)], "what was sent is not HTTP/1.1"),
        ([Blocked(float("nan"))], "nan is not a time"),
        ([Blocked(float("inf"))], "inf is not a time"),
        ([Blocked(-1.0)], "-1.0 is not a time"),
        ([Blocked(1e12)], "1000000000000.0 is not a time"),
        ([Returned(["unknown"])], "a value cannot be read: no value is written as 'unknown' with 0 parts"),
        ([Returned({"a": 1})], "a value cannot be read: a dict is not a wire form"),
        ([Returned(["s", ["l"]])], "a value cannot be read: a set or a dict holds something that cannot be looked up"),
        ([Raised(5, False)], "something was raised that is no error"),
        ([Raised(["e"], False)], "a value cannot be read: no value is written as 'e' with 0 parts"),
    ],
    ids=str,
)
def test_what_makes_no_sense(said: list[Any], words: str) -> None:
    assert words in violation(IMPORTED, frame(*said))


@pytest.mark.parametrize("value", [["l"], ["l", 1], ["l", 1, 2, 3], ["t", 1, 2], ["s", 1, 2], 2, None], ids=repr)
def test_as_many_calls_as_were_made_have_results(value: Any) -> None:
    words = "2 calls were made, and their results are not as many"
    assert violation(IMPORTED, frame(Returned(value)), calls=2) == words


def test_every_call_has_its_result_in_its_place() -> None:
    transcript, error = hold(IMPORTED, frame(Returned(["l", 1, ERROR])), calls=2)
    assert (transcript.ending, transcript.value[0], transcript.value[1].type_name, error) == (
        "returned",
        1,
        "ValueError",
        None,
    )


@pytest.mark.parametrize("imported", [False, True])
@pytest.mark.parametrize("field", ["kind", "detail", "file", "function"])
def test_a_notice_has_a_length(field: str, imported: bool) -> None:
    def notice(length: int) -> Observed:
        words = {"kind": "", "detail": "", "file": "", "function": "", field: "x" * length}
        return Observed(words["kind"], words["detail"], Where(words["file"], 1, words["function"]))

    before = IMPORTED if imported else START
    assert violation(before, frame(notice(1_001))) == "a notice was longer than 1,000 characters"
    transcript, _ = hold(before, frame(notice(1_000)))
    assert transcript.observations == [notice(1_000)]


def test_operations_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclings.world.world.OPERATION_LIMIT", 3)
    assert "more than 3 were begun" in violation(IMPORTED, frame(*map(begin, range(4))))


@pytest.mark.parametrize(
    "said",
    [
        Send(9, b"to nobody", "t", HERE),
        Close(9),
        Cancel(9),
    ],
    ids=names,
)
def test_what_may_come_too_late_is_passed_over(said: Any) -> None:
    transcript, error = hold(IMPORTED, frame(said, Returned(1)))
    assert (transcript.ending, error) == ("returned", None)


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("burn", [], "kitchen has no operation 'burn'"),
        ("name", [], "kitchen has no operation 'name'"),
        ("__init__", [], "kitchen has no operation '__init__'"),
        ("mix", [1, 2], "kitchen.mix(): too many positional arguments"),
        ("meet", [1], "kitchen.meet(): too many positional arguments"),
    ],
)
def test_an_operation_that_cannot_be_is_an_error_of_the_caller(method: str, arguments: list[Any], words: str) -> None:
    there = world()
    there.start()
    there.hear(Begin(1, "kitchen", method, arguments, "task", HERE, instant=False))
    assert there.advance(Blocked(None)) == Advance(0.0, [Arrival(1, words, "TypeError")], cancel=False)
    assert list(there.trace) == [], "graders may rely on the arguments of an operation"


# ---------------------------------------------------------------- anything at all

steady = settings(derandomize=True, deadline=None, max_examples=200)


@steady
@given(st.binary(max_size=200))
def test_any_bytes(noise: bytes) -> None:
    transcript, error = hold(IMPORTED, noise)
    assert isinstance(error, DECLARED) or transcript.ending == "returned"


small = st.integers(0, 4)
value = st.recursive(
    st.none() | st.booleans() | small | st.floats() | st.sampled_from(["nan", *"ltsdrfipoev"]) | st.binary(max_size=2),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=6,
)
where = st.just(HERE)
http = st.sampled_from(
    [
        b"GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a:xx\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nHost: shop.test\r\n\r\n",
        b"HEAD * HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n",
        b"POST /x HTTP/1.1\r\nHost: shop.test\r\nUpgrade: x\r\nConnection: upgrade\r\nContent-Length: 3\r\n\r\n",
        b"abc\r\n",
        b"0\r\n\r\n",
        b"",
    ]
)
sayings = st.one_of(
    st.builds(Started, st.lists(st.text(max_size=2), max_size=2)),
    st.builds(Ready),
    st.builds(
        Begin,
        small,
        st.sampled_from(["kitchen", "garden"]),
        st.sampled_from(["mix", "meet", "ring", "burn", "name"]),
        st.lists(value, max_size=2),
        st.text(max_size=2),
        where,
        st.booleans(),
    ),
    st.builds(Connect, small, st.sampled_from(["shop.test", "else.test", ""]), small),
    st.builds(Send, small, http | st.binary(max_size=20), st.text(max_size=2), where),
    st.builds(Receive, small, small),
    st.builds(Close, small),
    st.builds(Cancel, small),
    st.builds(Blocked, st.none() | st.floats()),
    st.builds(Beat),
    st.builds(Observed, st.text(max_size=2), st.text(max_size=2), where),
    st.builds(Returned, value),
    st.builds(Raised, value | st.just(ERROR), st.booleans()),
    st.builds(Stuck, st.text(max_size=2), st.lists(st.builds(Waits, st.text(max_size=2), st.text(max_size=2), where))),
)


@steady
@given(st.lists(st.lists(sayings, max_size=6), max_size=8), st.booleans(), st.booleans())
def test_any_messages_in_any_order(frames: list[list[Any]], virtual: bool, imported: bool) -> None:
    transcript, error = hold(IMPORTED if imported else b"", *(frame(*said) for said in frames), virtual=virtual)
    said = [message for messages_ in frames for message in messages_]
    if error is not None:
        assert transcript.ending == "died"
    elif transcript.ending == "returned":
        result = next(message for message in said if isinstance(message, Returned))
        assert repr(transcript.value) == repr(messages_read(result.value))
    elif transcript.ending == "raised":
        assert isinstance(transcript.failure, Failure)
    else:
        assert transcript.ending == "stuck"


def messages_read(wire: Any) -> Any:
    from asynclings.values.reading import read

    return read(wire)


network_sayings = st.one_of(
    st.builds(Connect, small, st.just("shop.test"), st.just(80)),
    st.builds(Send, small, http, st.just("task"), where),
    st.builds(Receive, st.integers(5, 40), small),
    st.builds(Close, small),
    st.builds(Cancel, st.integers(0, 40)),
    st.builds(Blocked, st.none() | st.sampled_from([0.5, 1.0, 2.0, 100.0])),
)


@steady
@given(st.builds(Send, st.just(0), http, st.just("task"), where), st.lists(network_sayings, max_size=30))
def test_the_web_stands_anything(request: Send, said: list[Any]) -> None:
    """Far more of these get through than of anything at all: only the network is spoken to."""
    there = world()
    there.start()
    now = 0.0
    for message in [Connect(0, "shop.test", 80), request, *said]:
        try:
            if isinstance(message, Blocked):
                answer = there.advance(message)
                assert isinstance(answer, Stop) or answer.now >= now
                now = there.clock.now
            else:
                there.hear(message)
        except ProtocolViolation:
            return
    for asked in there.trace:
        assert asked.end is None or asked.start <= asked.end <= now
