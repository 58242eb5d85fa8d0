"""Plain values: what travels, what only its type's name is told of, and that no submission's method has a say in it."""

import enum
import math
import re
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclings import values
from asynclings.messages import Returned, decode_from_worker, encode
from asynclings.values import Failure, Frame, Opaque, Record, ServiceReference
from asynclings.values.comparison import same
from asynclings.values.reading import Unreadable, read
from asynclings.values.writing import TEXT_LIMIT, Unwritable, Writer


def sent(value: Any) -> Any:
    """What the grader's side makes of a value, by way of the wire."""
    ((returned,)) = decode_from_worker(encode([Returned(Writer().write(value))]))
    return read(returned.value)


# ---------------------------------------------------------------- there and back

steady = settings(derandomize=True, deadline=None)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.just(Path("a/b"))
)
hashable = st.recursive(scalars, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3), max_leaves=5)
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.sets(hashable, max_size=4)
        | st.dictionaries(hashable, inner, max_size=4)
    ),
    max_leaves=20,
)


@steady
@given(plain)
def test_plain_data_comes_back_as_it_was(value: Any) -> None:
    assert same(value, sent(value))


@steady
@given(plain, plain)
def test_two_values_are_the_same_only_if_they_look_the_same(one: Any, other: Any) -> None:
    assert same(sent(one), sent(one))
    if same(one, other):
        assert one == other
        assert type(one) is type(other)


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (OrderedDict(a=1), {"a": 1}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (deque([1, 2]), [1, 2]),
        (frozenset({1}), {1}),
        (2**63, 2**63),
        (-(2**200), -(2**200)),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
        (Path("x/y"), Path("x/y")),
        ("\ud800", "\ufffd" * 3),
        ([[], (), {}, set()], [[], (), {}, set()]),
        (["l", "t"], ["l", "t"]),
        (["o", "name"], ["o", "name"]),
    ],
)
def test_kinds_of_data(value: Any, back: Any) -> None:
    assert same(back, sent(value))


def test_not_a_number_is_still_not_one() -> None:
    assert math.isnan(sent(math.nan))
    assert math.isnan(sent([math.nan])[0])


# ---------------------------------------------------------------- records


@dataclass
class Point:
    x: int
    y: int = 2
    cached: list[int] = field(default_factory=list)


class Named(NamedTuple):
    left: int
    right: str


@dataclass(frozen=True, slots=True)
class Slotted:
    name: str


Old = namedtuple("Old", "a b")


@pytest.mark.parametrize(
    ("value", "name", "fields"),
    [
        (Point(1), "Point", {"x": 1, "y": 2, "cached": []}),
        (Named(1, "r"), "Named", {"left": 1, "right": "r"}),
        (Old(1, 2), "Old", {"a": 1, "b": 2}),
        (Slotted("n"), "Slotted", {"name": "n"}),
    ],
)
def test_objects_with_fields_become_records(value: Any, name: str, fields: dict[str, Any]) -> None:
    back = sent(value)
    assert type(back) is Record
    assert (back.type_name, back.fields) == (name, fields)


def test_records_can_be_keys() -> None:
    assert sent({Named(1, "r"): "value"}) == {Record("Named", {"left": 1, "right": "r"}): "value"}
    assert len(sent({Slotted("a"), Slotted("b")})) == 2


def test_a_record_is_not_the_tuple_that_it_could_be() -> None:
    assert not same((1, 2), sent(Old(1, 2)))


def test_a_field_that_is_missing_or_fails_is_left_out() -> None:
    @dataclass
    class Odd:
        here: int
        gone: int
        failing: int

    Odd.failing = property(lambda self: 1 / 0)  # type: ignore[assignment]
    odd = object.__new__(Odd)
    odd.here = 1
    assert sent(odd) == Record("Odd", {"here": 1})


# ---------------------------------------------------------------- what is no data


class Shade(enum.IntEnum):
    DARK = 1


class SubclassOfInt(int):
    pass


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Shade.DARK, "Shade"),
        (SubclassOfInt(3), "SubclassOfInt"),
        (type("Text", (str,), {})("x"), "Text"),
        (type("Items", (list,), {})([1]), "Items"),
        (type("Table", (dict,), {})(), "Table"),
        (object(), "object"),
        (int, "type"),
        (len, "builtin_function_or_method"),
        (range(3), "range"),
        ({}.keys(), "dict_keys"),
        (bytearray(b"x"), "bytearray"),
        (PurePosixPath("x"), "PurePosixPath"),
        (1j, "complex"),
        ((n for n in ()), "generator"),
    ],
)
def test_anything_else_is_told_by_the_name_of_its_type(value: Any, name: str) -> None:
    assert sent([value]) == [Opaque(name)]


class Liar:
    """Says that it is the number 42, whoever asks."""

    __class__ = int  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 42

    def __repr__(self) -> str:
        raise RuntimeError("asked for a repr")

    __str__ = __int__ = __index__ = __bool__ = __len__ = __iter__ = __reduce_ex__ = __repr__  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"asked for {name}")

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(f"asked for {name}")


class LyingMeta(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return True

    def __subclasscheck__(cls, subclass: type) -> bool:
        return True

    def __getattribute__(cls, name: str) -> Any:
        raise RuntimeError(f"asked for {name}")

    def __repr__(cls) -> str:
        raise RuntimeError("asked for a repr")

    __eq__ = lambda cls, other: True  # type: ignore[assignment]  # noqa: E731
    __hash__ = lambda cls: hash(int)  # type: ignore[assignment]  # noqa: E731


class OfLyingMeta(metaclass=LyingMeta):
    pass


def test_objects_that_lie_are_not_believed() -> None:
    assert sent([Liar(), {"key": Liar()}]) == [Opaque("Liar"), {"key": Opaque("Liar")}]
    assert not same(42, sent(Liar()))
    assert not same([42], sent([Liar()]))


def test_classes_that_lie_are_not_believed() -> None:
    assert sent(OfLyingMeta()) == Opaque("OfLyingMeta")
    assert sent(OfLyingMeta) == Opaque("LyingMeta")


def test_a_long_name_of_a_type_is_cut() -> None:
    assert sent(type("\u00e4" * 500, (), {})()) == Opaque("\u00e4" * 100)


def test_a_claim_to_be_a_dataclass_is_only_as_good_as_its_fields() -> None:
    class Claims:
        __dataclass_fields__ = {"real": 1, 5: 2, "\ud800": 3}  # noqa: RUF012

    claims = Claims()
    vars(claims).update({"real": "x", "\ud800": "y"})
    assert sent(claims) == Record("Claims", {"real": "x", "\ufffd" * 3: "y"})

    class ClaimsMore:
        __dataclass_fields__ = Liar()
        __attrs_attrs__ = ()
        _fields = ("a",)

    assert sent(ClaimsMore()) == Record("ClaimsMore", {})


def test_an_attrs_class_becomes_a_record() -> None:
    class Attribute(NamedTuple):
        name: str

    class Attrs:
        """What attrs makes, seen from here."""

        __attrs_attrs__ = (Attribute("colour"),)

    made = Attrs()
    made.colour = "red"  # type: ignore[attr-defined]
    assert sent(made) == Record("Attrs", {"colour": "red"})


# ---------------------------------------------------------------- errors


def caught(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as raised:
        return raised


def test_an_error_is_its_name_its_bases_its_message_and_the_learners_frames() -> None:
    source = "def fail():\n    raise KeyError('lost')\ndef call():\n    fail()\n"
    namespace: dict[str, Any] = {}
    exec(compile(source, "/somewhere/mine.py", "exec"), namespace)
    try:
        namespace["call"]()
    except KeyError as error:
        back = read(Writer(frozenset({"/somewhere/mine.py"})).write(error))
    assert back == Failure(
        "KeyError",
        ("LookupError", "Exception", "BaseException", "object"),
        "'lost'",
        (Frame("mine.py", 4, "call"), Frame("mine.py", 2, "fail")),
    )
    assert back.is_a("LookupError") and not back.is_a("ValueError")


def test_a_syntax_error_names_its_line() -> None:
    try:
        compile("x = (", "/somewhere/mine.py", "exec")
    except SyntaxError as error:
        back = read(Writer(frozenset({"/somewhere/mine.py"})).write(error))
    assert back.frames == (Frame("mine.py", 1, "<module>"),)


def test_groups_tell_their_parts() -> None:
    group = ExceptionGroup("two", [ValueError("a"), ExceptionGroup("one", [KeyError("b")])])
    assert [member.type_name for member in sent(group).members] == [
        "ExceptionGroup",
        "ValueError",
        "ExceptionGroup",
        "KeyError",
    ]


class Secretive(ValueError):
    def __str__(self) -> str:
        raise RuntimeError("asked for a message")

    __repr__ = __str__

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(f"asked for {name}")


class Loud:
    def __str__(self) -> str:
        raise RuntimeError("asked for a text")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(Secretive("the truth"), "the truth", id="secretive"),
        (ValueError(Loud()), "(its message could not be read)"),
        (ValueError("x" * 5_000), "x" * values.MESSAGE_TEXT_LIMIT),
        (ValueError("\ud800"), "?"),
        (KeyError("k"), "'k'"),
        (OSError(2, "gone"), "[Errno 2] gone"),
        (
            UnicodeEncodeError("ascii", "ü", 0, 1, "too far"),
            "'ascii' codec can't encode character '\\xfc' in position 0: too far",
        ),
        (KeyboardInterrupt(), ""),
    ],
)
def test_the_message_is_read_without_asking_the_error(error: BaseException, message: str) -> None:
    back = sent(caught(error))
    assert (back.type_name, back.message) == (type.__dict__["__name__"].__get__(type(error)), message)


# ---------------------------------------------------------------- limits


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def nested_group(depth: int) -> BaseException:
    error: Exception = ValueError()
    for _ in range(depth):
        error = ExceptionGroup("g", [error])
    return error


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([0] * values.NODE_LIMIT, "100,000 parts"),
        (nested(values.DEPTH_LIMIT + 1), "40 deep"),
        ("x" * (TEXT_LIMIT + 1), "400,001 characters"),
        (b"x" * (TEXT_LIMIT + 1), "400,001 characters"),
        (1 << values.BITS_LIMIT, "14,001 bits"),
    ],
    ids=["parts", "depth", "text", "bytes", "integer"],
)
def test_what_is_too_large_cannot_be_written(value: Any, words: str) -> None:
    with pytest.raises(Unwritable, match=words):
        Writer().write(value)


@pytest.mark.parametrize(
    "value",
    [
        [0] * (values.NODE_LIMIT - 1),
        nested(values.DEPTH_LIMIT),
        "x" * TEXT_LIMIT,
        (1 << values.BITS_LIMIT) - 1,
        -(1 << values.BITS_LIMIT - 1),
    ],
    ids=["parts", "depth", "text", "integer", "negative"],
)
def test_what_is_just_small_enough_comes_back(value: Any) -> None:
    assert same(value, sent(value))


@pytest.mark.parametrize("kind", [set, frozenset, dict.fromkeys], ids=["set", "frozenset", "dict"])
def test_no_more_numbers_are_looked_up_than_a_clash_of_all_would_be_cheap(kind: Any) -> None:
    clashing = [number * (2**61 - 1) for number in range(values.KEY_LIMIT + 1)]  # all have the hash 0
    assert same(kind(clashing[1:]), sent(kind(clashing[1:]))) or kind is frozenset
    with pytest.raises(Unwritable, match="2,000 keys"):
        Writer().write(kind(clashing))
    tag = "d" if kind == dict.fromkeys else "s"
    parts = [part for number in clashing for part in ([["i", hex(number)], 0] if tag == "d" else [["i", hex(number)]])]
    with pytest.raises(Unreadable, match="2,000 keys"):
        read([tag, *parts])


def test_an_integer_that_travels_can_be_shown() -> None:
    # Python itself refuses to write more than 4,300 digits.
    assert repr((1 << values.BITS_LIMIT) - 1).isdecimal()
    with pytest.raises(Unreadable, match="bits"):
        read(["i", hex(1 << values.BITS_LIMIT)])


def test_a_group_that_is_too_deep_loses_its_inmost_errors_and_stays_what_it_is() -> None:
    back = sent(nested_group(values.DEPTH_LIMIT + 5))
    depth = 0
    while back.parts:
        (back,) = back.parts
        depth += 1
    assert (back.type_name, depth) == ("ExceptionGroup", values.DEPTH_LIMIT)


def test_a_value_that_holds_itself_is_too_deep() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(Unwritable, match="deep"):
        Writer().write(value)


# ---------------------------------------------------------------- what no writer writes


@pytest.mark.parametrize(
    "wire",
    [
        {},
        {"a": 1},
        [],
        ["l", {}],
        ["unknown"],
        [1, 2],
        [["l"]],
        ["d", 1],
        ["d", ["l"], 1],
        ["s", ["l"]],
        ["s", ["d"]],
        ["r"],
        ["r", "name", "field"],
        ["r", 5],
        ["f", "1.5"],
        ["f", "nan", 1],
        ["i", "x"],
        ["i", 5],
        ["i", "1" * 6_000],
        ["p", 5],
        ["o", None],
        ["o"],
        ["e", "E"],
        ["e", "E", [nested(900)], "m", [], []],
        ["r", "R", nested(900), 1],
        ["e", "E", [], "m", ["file"], []],
        ["e", "E", [], "m", ["file", "1", "f"], []],
        ["e", "E", [], "m", [], [1]],
        ["v", "kitchen"],
        nested(200),
        ["l", msgspec.msgpack.Ext(1, b"")],
    ],
    ids=lambda wire: re.sub(" object at 0x[0-9a-f]+", "", repr(wire)),
)
def test_a_form_that_no_writer_makes_is_unreadable(wire: Any) -> None:
    with pytest.raises(Unreadable):
        read(wire)


def deep(levels: int) -> Any:
    """The wire form of lists in lists."""
    wire: Any = ["l"]
    for _ in range(levels):
        wire = ["l", wire]
    return wire


def test_a_value_that_is_too_large_or_too_deep_is_not_read() -> None:
    """Whoever puts it on the wire need not have asked the writer."""
    for wire in (["l", *[None] * (2 * values.NODE_LIMIT)], deep(values.DEPTH_LIMIT + 3)):
        with pytest.raises(Unreadable, match="the value is too large"):
            read(wire)
    assert len(read(["l", *[None] * (2 * values.NODE_LIMIT - 1)])) == 2 * values.NODE_LIMIT - 1
    assert read(deep(values.DEPTH_LIMIT))


def test_a_long_message_is_cut_on_both_sides() -> None:
    written = Writer().write_error(ValueError("x" * 3_000))
    assert written[3] == "x" * values.MESSAGE_TEXT_LIMIT
    written[3] = "x" * 3_000
    assert read(written).message == "x" * values.MESSAGE_TEXT_LIMIT


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: (
        st.lists(st.sampled_from(list("ltsdrfipoev")) | inner, max_size=6) | st.dictionaries(st.text(), inner)
    ),
    max_leaves=30,
)


@steady
@given(json_like)
def test_whatever_comes_is_read_or_refused(wire: Any) -> None:
    try:
        value = read(wire)
    except Unreadable:
        return
    assert same(value, value) or "nan" in repr(value)


def test_services_are_only_what_the_reader_knows() -> None:
    kitchen = object()
    assert read(Writer().write([ServiceReference("kitchen")]), {"kitchen": kitchen}) == [kitchen]


# ---------------------------------------------------------------- the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, 1.0),
        ("1", b"1"),
        ([1], (1,)),
        ([1], [True]),
        ([[1]], [[1.0]]),
        ({"a": 1}, {"a": True}),
        ({1: "a"}, {True: "a"}),
        ({(1, 2): "a"}, {(True, 2): "a"}),
        ({1}, {True}),
        ({(1,)}, {(1.0,)}),
        ({frozenset({1})}, {frozenset({True})}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1, 2], [1]),
        (Record("P", {"x": 1}), Record("P", {"x": 1.0})),
        (Record("P", {"x": 1}), {"x": 1}),
        (Opaque("int"), 1),
        (None, False),
    ],
)
def test_values_of_different_types_are_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)
    assert same(one, one)
    assert same(other, other)


def test_order_counts_in_lists_only() -> None:
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert same({1, "x"}, {"x", 1})
    assert not same([1, 2], [2, 1])
