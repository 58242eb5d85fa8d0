"""Hello, threads."""

from collections.abc import Sequence

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.services import StageFright

FUNCTION = "introduce"
MIXED_UP = 11  # in the catalogue of mistakes


class Hello(Service):
    """Everybody says something else each time. ``seconds``: how long they take, by name; ``shy`` are those who fail."""

    def __init__(self, lab: Lab, seconds: dict[str, float] | None = None, shy: Sequence[str] = ()) -> None:
        self.lab = lab
        self.seconds = seconds or {}
        self.shy = shy
        self.said: list[tuple[str, str]] = []

    @operation("blocking")
    def __call__(self, name: str) -> Story[str]:
        greeting = f"{name} says {self.lab.word()}"
        self.said.append((name, greeting))
        yield self.seconds.get(name, 1)
        if name in self.shy:
            raise StageFright(name)
        return greeting


def introduce(lab: Lab, names: list[str], hello: Hello, shuffle: int | None = None) -> Run:
    return lab.run(FUNCTION, names, hello, manner="sync", shuffle=shuffle)


def everybody_spoke(run: Run, names: list[str]) -> Run:
    return run.asked([f"hello {name}" for name in names])


def answered_in_order(run: Run, names: list[str], hello: Hello) -> None:
    """Of two with one name nobody can say who spoke first, but each has been heard once."""
    everybody_spoke(run.finished(), names)
    said = dict(hello.said)
    if len(said) == len(names):
        run.returned([said[name] for name in names])
        return
    run.expect(
        type(run.value) is list and len(run.value) == len(names),
        f"{FUNCTION} should return a list with an answer for each of {len(names)} names.",
    )
    for name in said:
        got = sorted(map(repr, (answer for other, answer in zip(names, run.value, strict=True) if other == name)))
        run.expect(
            got == sorted(repr(greeting) for other, greeting in hello.said if other == name),
            f"In the place{'s' * (names.count(name) > 1)} of {name}, {FUNCTION} returned {', '.join(got) or 'nothing'};"
            " each should hold what the person said there, also of two who have the same name.",
            mistake=MIXED_UP,
        )


@check("Correct")
def test_answers_come_in_the_order_of_names(lab: Lab) -> None:
    """Everybody says hello once, and the answers come back in the order of the names."""
    names = lab.words(5)
    hello = Hello(lab, {name: 3 - place / 2 for place, name in enumerate(names)})
    answered_in_order(introduce(lab, names, hello), names, hello)
    introduce(lab, [], Hello(lab)).returned([]).asked([])


@check("Concurrent")
def test_ten_at_once(lab: Lab) -> None:
    """Ten introductions of one second each take one second, all ten at once."""
    names = lab.words(10)
    hello = Hello(lab)
    run = introduce(lab, names, hello)
    answered_in_order(run, names, hello)
    run.took(1, naive=10)
    run.in_flight(exactly=10, noun="introduction")


@check("Bounded")
def test_each_has_a_thread(lab: Lab) -> None:
    """Each call is made in a thread of its own that has the person's name, and there are no other threads."""
    names = [*lab.words(45), *lab.words(2) * 2]
    lab.random.shuffle(names)
    hello = Hello(lab, {name: lab.random.randrange(1, 30) / 10 for name in names})
    run = introduce(lab, names, hello)
    run.finished().took(max(hello.seconds.values()))
    for spoken in run.operations:
        run.expect(
            spoken.actor == spoken.arguments[0],
            f"{spoken.arguments[0]} spoke in a thread called {spoken.actor!r}; it should have the person's name.",
            where=spoken.where,
        )
    run.expect(
        run.counted("threads_started") <= len(names),
        f"{run.counted('threads_started')} threads were started for {len(names)} people; each should have one.",
    )
    answered_in_order(run, names, hello)


@check("Robust")
def test_an_error_comes_when_all_are_done(lab: Lab) -> None:
    """When somebody fails, the others still say hello, and then the error comes out."""
    for number in (1, 2):
        names = lab.words(5)
        shy = lab.random.sample(names, number)
        seconds = {name: 0.5 if name in shy else 2 + place / 10 for place, name in enumerate(names)}
        run = introduce(lab, names, Hello(lab, seconds, shy)).raised("StageFright")
        everybody_spoke(run, names).nothing_in_flight()
        run.took(max(seconds.values()))


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """In whatever order the threads come, all have ended at the end, and nobody asks again and again if they have."""
    names = lab.words(6)
    seconds = {name: 1 + place / 4 for place, name in enumerate(names)}
    for shy in ([], names[2:3]):
        hello = Hello(lab, seconds, shy)
        run = introduce(lab, names, hello, shuffle=lab.random.randrange(2**32)).ended()
        if not shy:
            answered_in_order(run, names, hello)
        run.never_polled()
        run.left_nothing_behind()
