"""A hundred thousand frames that no worker of ours sends: no crash, no verdict that was not said, nothing without end.

Hypothesis draws bytes; a small interpreter makes frames of them: right ones, nearly right ones, and noise. What comes
of a conversation is compared with a model of the protocol that is written as its rules are told, and shares no code
with it.
"""

import itertools
import os
import struct
import time
import tracemalloc
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynclings.channel import CONVERSATION_LIMIT, FRAME_LIMIT, MESSAGE_LIMIT, Channel, ConversationOver, DeadlinePassed
from asynclings.grading.conversation import NOTICE_LENGTH, Conversation
from asynclings.grading.order import Order
from asynclings.grading.transcript import Transcript
from asynclings.messages import ProtocolViolation, decode_from_worker
from asynclings.values import Failure
from asynclings.values.reading import Unreadable, read
from asynclings.values.writing import Writer
from asynclings.world.clients import Audience, Client, Talk
from asynclings.world.clock import HORIZON
from asynclings.world.service import Rendezvous, Service, Story, operation
from asynclings.world.web import Site
from asynclings.world.world import World

FRAMES = 100_000
FRAMES_EACH, BYTES_EACH = 80, 400  # of one example, roughly
WHERE = ["submission.py", 3, "main"]
ERROR = Writer().write_error(ValueError("no"))
GET = b"GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n"


class Kitchen(Service):
    @operation("async")
    def mix(self, flavour: Any) -> Story[Any]:
        yield 4
        return flavour

    @operation("async")
    def meet(self) -> Story[None]:
        yield Rendezvous("door", 2)

    @operation("instant")
    def ring(self) -> None: ...

    def secret(self) -> str:
        return "no operation"


def polite(client: Client) -> Talk:
    client.say("hello")
    answer = yield client.ask("and you?")
    yield 0.5
    client.say(answer or "")
    yield client.end()


def mute(client: Client) -> Talk:
    yield client.line()
    yield 5
    client.read_on()


def audience() -> Audience:
    """Clients of a server: one that comes immediately, one that does not read for a while."""
    return Audience([Client("polite", polite), Client("mute", mute, at=1.0, reading=False)])


# ---------------------------------------------------------------- frames out of bytes

# What a worker may say, as it is on the wire: arrays that begin with their name. Here it is out of turn more often
# than not, and ids are few, so that they meet.
ANY: list[list[Any]] = [
    ["Started", ["rlimits"]],
    ["Ready"],
    *(["Begin", n, "kitchen", "mix", ["vanilla"], "task", WHERE, False] for n in range(4)),
    ["Begin", 9, "garden", "mix", [["l", 1, ["d", "a", 2]]], "task", WHERE, False],
    ["Connect", 10, "shop.test", 80],
    ["Send", 10, b"\0\0\r\n\r\n", "task", WHERE],
    ["Receive", 13, 10],
    ["Receive", 14, 99],
    ["Receive", -1, -1],
    ["Drain", 15, 99],
    ["Cancel", 0],
    *(["Blocked", until] for until in (None, 5e3, -1.0, 1e12, float("nan"), float("inf"))),
    ["Beat"],
    ["Observed", "x" * (NOTICE_LENGTH + 1), "", WHERE],
    ["Returned", ["?"]],
    ["Returned", ["l", 1, 2, 3]],
    ["Raised", ERROR, True],
    ["Raised", 5, False],
]
ENDS: list[list[Any]] = [
    ["Returned", ["l", "vanilla", 2]],
    ["Returned", ["l", None, ERROR]],
    ["Raised", ERROR, False],
    ["Stuck", "deadlock", [["task", "sleep()", WHERE]]],
]
# A field may turn out to be one of these.
ODD: list[Any] = [
    *(None, True, 0, -1, 1, 2**63, 2**64 - 1, -(2**63), 1.5, float("inf"), "", "x", b"", b"x", [], {}),
    *(["l"], ["d", 1], ["s", ["l"]], ["e"], ["f", "nan"], ["i", "0x7"], ["o", "Thing"], ["r", "Thing", "a", 1]),
    *([[[[[]]]]], {"type": "Ready"}, "Returned", WHERE),
]
REQUESTS = [
    *(GET, GET[:9], GET[9:], GET + GET, b"HEAD * HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n"),
    b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    *(b"hello\n", b"half a line", b"\n\n\xff\n"),
    *(b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a:xx\r\n\r\n", b""),
]


def framed(body: bytes, more: int = 0) -> bytes:
    return struct.pack(">I", max(0, len(body) + more)) + body


def packed(*messages: Any) -> bytes:
    return msgspec.msgpack.encode(messages)


class Worker:
    """Makes frames of bytes, a few for each: the first says what kind it is, mostly one that makes sense."""

    def __init__(self, data: bytes) -> None:
        self._take = iter(data).__next__
        self.begin(virtual=True)

    def begin(self, virtual: bool) -> None:
        """A new conversation."""
        self._virtual = virtual
        self._ids = itertools.count(1)
        self._connections = [99, -2, -1]  # no connection, and the names of the clients'
        self._operations = [99]

    def frame(self) -> bytes:
        """The next frame; nothing when the bytes are used up."""
        try:
            return self._frame(self._take())
        except StopIteration:
            return b""

    def _frame(self, kind: int) -> bytes:
        take = self._take
        if kind < 180:
            return framed(packed(self._sensible()))
        if kind < 200:
            return framed(packed(*[self._sensible() for _ in range(take() % 5)]))
        if kind < 212:
            return framed(packed(ENDS[take() % len(ENDS)]))
        saying = ANY[take() % len(ANY)] if take() % 2 else self._sensible()
        if kind < 218:
            return framed(packed(saying))
        if kind < 226:  # a field replaced, or one too many, or one too few
            changed = [*saying, ODD[take() % len(ODD)]]
            place = take() % len(saying)
            if take() % 2:
                changed[place] = changed.pop()
            return framed(packed(changed[: -1 if take() % 3 == 0 else None]))
        body = bytearray(packed(saying))
        if kind < 234:  # a byte replaced
            body[take() % len(body)] = take()
            return framed(body)
        if kind < 240:  # cut
            return framed(body[: take() % len(body)])
        if kind < 246:  # noise
            return framed(bytes([take() for _ in range(take() % 8)]))
        if kind < 252:  # a wrong length
            return framed(body, take() - 128)
        return bytes([take() for _ in range(1 + take() % 8)])  # no frame at all

    def _sensible(self) -> list[Any]:
        """What fits in while a function runs."""
        take = self._take
        kind = take() % 14
        if kind == 0:
            return ["Observed", "task_left", "worker", WHERE]
        if not self._virtual:
            return ["Beat"]
        if kind < 5:
            return ["Blocked", (None, 0.0, 0.5, 4.0, 7.25, 100.0)[take() % 6]]
        if kind < 8:
            self._operations.append(next(self._ids))
            method, arguments = (("mix", [ODD[take() % 12]]), ("meet", []), ("ring", []), ("secret", [1]))[take() % 4]
            return ["Begin", self._operations[-1], "kitchen", method, arguments, "task", WHERE, take() % 4 == 0]
        if kind == 8:
            self._connections.append(next(self._ids))
            return ["Connect", self._connections[-1], ("shop.test", "shop.test", "nowhere.test")[take() % 3], 80]
        connection = self._connections[-1 - take() % min(4, len(self._connections))]
        if kind == 9:
            return ["Send", connection, REQUESTS[take() % len(REQUESTS)], "task", WHERE]
        if kind == 12:
            self._operations.append(next(self._ids))
            return ["Accept", self._operations[-1], 7000]
        if kind == 13:
            self._operations.append(next(self._ids))
            return ["Drain", self._operations[-1], connection]
        if kind == 10:
            self._operations.append(next(self._ids))
            return ["Receive", self._operations[-1], connection]
        if take() % 2:
            return ["Close", connection]
        return ["Cancel", self._operations[-1 - take() % len(self._operations)]]


# ---------------------------------------------------------------- a wire without a system below it


class Tape:
    """The worker's end of the wire. ``frames`` counts what was read from it."""

    def __init__(self, before: bytes, worker: Worker) -> None:
        self._data = before
        self._worker = worker
        self.frames = 0
        self.heard = 0

    def recv(self, size: int) -> bytes:
        if not self._data:
            self._data = self._worker.frame()
            self.frames += bool(self._data)
        piece, self._data = self._data[:size], self._data[size:]
        return piece

    def send(self, data: memoryview) -> int:
        self.heard += len(data)
        return len(data)

    def settimeout(self, seconds: float) -> None: ...


@dataclass
class Outcome:
    transcript: Transcript
    error: Exception | None
    world: World
    channel: Channel
    said: list[list[Any]]


SITE = Site("http://shop.test", 1.0, 0.0, refusing=False)
SITE.route().respond(text="page")


def converse(tape: Tape, order: Order) -> Outcome:
    """What comes of a run in which a worker says this. Anything but the declared errors is a crash."""
    said: list[list[Any]] = []

    def decode(body: bytes) -> list[Any]:
        said.append(decode_from_worker(body))
        return said[-1]

    channel = Channel(tape, decode)  # type: ignore[arg-type]
    channel.deadline = time.monotonic() + 60
    outcome = Outcome(Transcript(), None, World([Kitchen(), audience()], {SITE.host: SITE}), channel, said)
    try:
        Conversation(channel, order, outcome.world, None, outcome.transcript).hold(os.getpid())
    except (ProtocolViolation, ConversationOver, DeadlinePassed) as error:
        outcome.error = error
    return outcome


# ---------------------------------------------------------------- what may come of it


def words(message: Any) -> str:
    return type(message).__name__


def verdict(said: list[list[Any]], order: Order) -> str:
    """What these frames justify, as the protocol is told: an ending, ``violation``, or nothing yet.

    What the world alone can know (whether an operation is there, say) is left out; it can only make a violation of it.
    """
    state = "start"
    for frame in said:
        for n, message in enumerate(frame):
            kind = words(message)
            if n < len(frame) - 1 and kind in ("Blocked", "Returned", "Raised", "Stuck", "Ready"):
                return "violation"
            if state == "start":
                if kind != "Started":
                    return "violation"
                state = "import"
            elif kind == "Observed":
                texts = (message.kind, message.detail, message.where.file, message.where.function)
                if any(len(text) > NOTICE_LENGTH for text in texts):
                    return "violation"
            elif kind == "Stuck":
                return "stuck"
            elif kind == "Blocked":
                if not order.virtual:
                    return "violation"
            elif kind == "Raised":
                if message.importing != (state == "import") or not isinstance(readable(message.error), Failure):
                    return "violation"
                return "raised"
            elif state == "import":
                if kind != "Ready":
                    return "violation"
                state = "run"
            elif kind == "Returned":
                value = readable(message.value)
                if value is UNREADABLE or (order.calls and (type(value) is not list or len(value) != len(order.calls))):
                    return "violation"
                return "returned"
            elif kind == "Beat":
                if order.virtual:
                    return "violation"
            elif kind in ("Started", "Ready") or not order.virtual:
                return "violation"
    return ""


UNREADABLE = object()


def readable(wire: Any) -> Any:
    try:
        return read(wire)
    except Unreadable:
        return UNREADABLE


def judge(outcome: Outcome, order: Order) -> None:
    """Nothing is in the transcript, the trace or on the clock that these frames do not justify."""
    transcript, world, said = outcome.transcript, outcome.world, outcome.said
    messages = list(itertools.chain(*said))
    expected = verdict(said, order)
    if outcome.error is None:
        assert transcript.ending == expected != ""
        last = messages[-1]
        if transcript.ending == "returned":
            assert repr(readable(last.value)) == repr(transcript.value)  # not a number is not equal to itself
        elif transcript.ending == "raised":
            assert transcript.failure == readable(last.error)
        else:
            assert (transcript.reason, transcript.waits) == (last.reason, tuple(last.waits))
    else:
        assert transcript.ending == "died" and transcript.value is transcript.failure is None
        if isinstance(outcome.error, ConversationOver):
            assert expected == ""
    assert all(observed in messages for observed in transcript.observations)
    assert transcript.beats <= sum(words(message) == "Beat" for message in messages)
    # A message begins one operation at most, the web one for each request that was sent whole, a client one in all.
    begun = [message for message in messages if words(message) in ("Begin", "Send")]
    assert len(world.trace.operations) <= len(begun) + 1
    waits = sum(words(message) == "Blocked" for message in messages)
    assert world.turns <= waits
    assert 0 <= world.clock.now <= (HORIZON if waits else 0)
    for span in world.trace:
        assert 0 <= span.start <= (span.start if span.end is None else span.end) <= world.clock.now
    assert len(messages) <= MESSAGE_LIMIT and outcome.channel._received <= CONVERSATION_LIMIT
    assert len(outcome.channel._buffer) <= FRAME_LIMIT + (1 << 16)


ORDERS = [
    Order("main", (1, "x")),
    Order("main", (1, "x")),
    Order("Bank", (), "tasks", (("deposit", (5,)),) * 2),
    Order("main", (), virtual=False),
]
START, READY = framed(packed(["Started", ["rlimits"]])), framed(packed(["Ready"]))
BEFORE = [START + READY] * 6 + [START, b""]


@dataclass
class Tally:
    frames: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    longest: int = 0


def test_a_hundred_thousand_frames() -> None:
    tally = Tally()

    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=FRAMES // FRAMES_EACH,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.binary(min_size=BYTES_EACH, max_size=BYTES_EACH))
    def feed(data: bytes) -> None:
        worker = Worker(data[2:])
        for n in itertools.count():
            order = ORDERS[data[n % len(data)] % 4]
            worker.begin(order.virtual)
            tape = Tape(BEFORE[data[-1 - n % len(data)] % 8], worker)
            outcome = converse(tape, order)
            judge(outcome, order)
            tally.frames += tape.frames
            tally.longest = max(tally.longest, tape.frames)
            tally.endings[outcome.transcript.ending if outcome.error is None else words(outcome.error)] += 1
            if not tape.frames:
                break

    feed()
    assert tally.frames >= FRAMES
    # They are not all turned away at the door.
    assert all(tally.endings[ending] > 500 for ending in ("returned", "raised", "stuck", "ProtocolViolation"))
    assert tally.longest > 50


# ---------------------------------------------------------------- memory

PARTS, OPERATIONS = 3_000, 16
GREEDY: dict[str, list[Any]] = {
    "empty lists": ["l", *[["l"]] * PARTS],
    "empty dicts": ["l", *[["d"]] * PARTS],
    "short texts": ["l", *["ab"] * PARTS],
    "numbers": ["l", *range(1_000, 1_000 + PARTS)],
    "floats": ["l", *[1.5] * PARTS],
    "errors": ["l", *[["e", "E", [], "", [], []]] * (PARTS // 5)],
    "nothing": ["l", *[None] * PARTS],
}


@pytest.mark.parametrize("name", GREEDY)
def test_what_is_sent_takes_no_more_than_so_many_times_its_size(name: str) -> None:
    """So that `CONVERSATION_LIMIT` (16 MiB) bounds the memory of the grader, too: to about half a gigabyte."""
    begins = [["Begin", n, "kitchen", "mix", [GREEDY[name]], "task", WHERE, True] for n in range(OPERATIONS)]
    data = START + READY + b"".join(framed(packed(begin)) for begin in begins) + framed(packed(["Returned", None]))
    channel = Channel(Tape(data, Worker(b"")), decode_from_worker)  # type: ignore[arg-type]
    there, transcript = World([Kitchen()], {}), Transcript()
    tracemalloc.start()
    try:
        Conversation(channel, ORDERS[0], there, None, transcript).hold(os.getpid())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (transcript.ending, len(there.trace.operations)) == ("returned", OPERATIONS)
    assert peak < 32 * len(data)
