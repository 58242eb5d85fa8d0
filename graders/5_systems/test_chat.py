"""Everyone hears everyone."""

from collections.abc import Callable, Sequence

from asynclings.grading import Audience, Client, Lab, Run, Talk, check, heard

LINES, LENGTH, PAUSE = 200, 4_000, 0.1  # what a talkative gardener says: characters of a line, seconds between two
WAITING = 100  # lines that the room may keep for one who does not read
ON_THE_WAY = 40  # lines of this length that fit into a connection (64 KiB, and as much in the room's buffer)
LOCK_TOO_WIDE, UNBOUNDED_QUEUE = 47, 53

Sayings = Sequence[tuple[float, str]]  # when, counted from the connection, and what


def says(sayings: Sayings, until: float) -> Callable[[Client], Talk]:
    """A gardener who gives a name, says all this, and leaves at ``until`` (seconds after he came)."""

    def story(client: Client) -> Talk:
        client.say(client.name)
        now = 0.0
        for at, text in sayings:
            yield round(at - now, 6)
            client.say(text)
            now = at
        yield round(until - now, 6)

    return story


def meet(lab: Lab, gardeners: Sequence[Client]) -> Run:
    run = lab.run("serve", Audience(gardeners), drives="ChatRoom").finished()
    run.expect(
        run.value == 0,
        f"{run.value} of {len(gardeners)} calls of handle went on after everybody had left. `readline` gives no bytes "
        "at all when the connection has ended.",
    )
    return run


def all_closed(run: Run, gardeners: Sequence[Client]) -> Run:
    for gardener in gardeners:
        run.expect(
            gardener.closed_at is not None,
            f"The connection to {gardener.name} was never closed. Close the writer however a talk ends.",
        )
    return run


def names(lab: Lab, number: int) -> list[str]:
    return [word.rstrip("0123456789") + str(n) for n, word in enumerate(lab.words(number))]


@check("Correct")
def test_everyone_hears_the_others(lab: Lab) -> None:
    """Each line reaches everyone else once, in order; who joins and who leaves is announced to the others."""
    ann, bob, cy = names(lab, 3)
    one, two, three = lab.words(3)
    gardeners = [
        Client(ann, says([(3, one), (3, f"{two}, {two}"), (6, three)], until=10)),
        Client(bob, says([(4, three)], until=4), at=1),
        Client(cy, says([], until=7), at=2),
    ]
    run = meet(lab, gardeners)
    heard(
        run,
        gardeners[0],
        [
            (f"* {bob} has joined", 1),
            (f"* {cy} has joined", 2),
            (f"{bob}: {three}", 5),
            (f"* {bob} has left", 5),
            (f"* {cy} has left", 9),
        ],
    )
    heard(run, gardeners[1], [(f"* {cy} has joined", 2), (f"{ann}: {one}", 3), (f"{ann}: {two}, {two}", 3)])
    heard(
        run,
        gardeners[2],
        [
            (f"{ann}: {one}", 3),
            (f"{ann}: {two}, {two}", 3),
            (f"{bob}: {three}", 5),
            (f"* {bob} has left", 5),
            (f"{ann}: {three}", 6),
        ],
    )


def with_a_sleeper(lab: Lab) -> tuple[Run, Client, Client, list[tuple[str, float]]]:
    """One talks a lot, one listens, and between them sits one who does not read before all is said.

    The run, the sleeper, the listener, and what the listener should have heard.
    """
    talker, sleeper, listener = names(lab, 3)
    text = lab.word() * (LENGTH // 8)
    said = [(round(3 + n * PAUSE, 6), f"{n} {text}") for n in range(LINES)]
    over = round(said[-1][0] + 1, 6)

    def sleeps(client: Client) -> Talk:
        client.say(client.name)
        yield over
        client.read_on()
        yield 5.0

    asleep = Client(sleeper, sleeps, at=1, reading=False)
    awake = Client(listener, says([], until=over + 10), at=2)
    run = meet(lab, [Client(talker, says(said, until=over)), asleep, awake])
    return run, asleep, awake, [*((f"{talker}: {line}", at) for at, line in said), (f"* {talker} has left", over)]


def leaves_out(gardener: Client, *texts: str) -> None:
    """A room may put the sleeper out, and when it does is its own affair."""
    gardener.lines[:] = [line for line in gardener.lines if line.text not in texts]


@check("Concurrent")
def test_nobody_waits_for_one_who_does_not_read(lab: Lab) -> None:
    """A gardener who does not read holds up nobody: all others hear each line when it is said."""
    run, asleep, awake, expected = with_a_sleeper(lab)
    leaves_out(awake, f"* {asleep.name} has left")
    heard(
        run,
        awake,
        expected,
        mistake=LOCK_TOO_WIDE if run.counted("locks_made") else None,
        advice="Nobody should wait for the one who does not read.",
    )

    crowd = names(lab, 40)
    gardeners = [Client(name, says([(1, f"I am {name}")], until=2)) for name in crowd]
    run = meet(lab, gardeners).took(2)
    for gardener in gardeners:
        got = sorted(line.text for line in gardener.lines if line.at == 1)
        others = sorted(f"{name}: I am {name}" for name in crowd if name != gardener.name)
        run.expect(
            got == others,
            f"{len(crowd)} gardeners said a line each in the same second. {gardener.name} heard {len(got)} in it; "
            f"it should have been the {len(others)} of the others, each once.",
        )


@check("Bounded")
def test_not_everything_is_kept_for_one_who_does_not_read(lab: Lab) -> None:
    """No more than 100 lines wait for one who does not read; what he is told later is in order, and nothing twice."""
    run, asleep, _, expected = with_a_sleeper(lab)
    kept = len(asleep.lines)
    run.expect(
        kept <= WAITING + ON_THE_WAY,
        f"{kept} lines waited for a gardener who did not read, of {len(expected)} that were said; {WAITING} may "
        f"wait in the room, and up to {ON_THE_WAY} fit into the connection. Keep no more for one gardener than that.",
        mistake=UNBOUNDED_QUEUE,
        where=asleep.lines[-1].where if asleep.lines else None,
    )
    order = [text for text, _ in expected]
    told = [order.index(line.text) for line in asleep.lines if line.text in order]
    run.expect(
        told == sorted(set(told)),
        f"The gardener who read later was told the lines in the order {told[:8]}…; some came twice, or too early.",
    )


@check("Robust")
def test_who_vanishes_is_forgotten(lab: Lab) -> None:
    """Whoever vanishes, in the middle of a line or a name or before giving one, is forgotten; the others talk on."""
    ann, bob, lost, shy, hasty = names(lab, 5)
    word = lab.word()

    def vanishes(client: Client) -> Talk:
        client.say(client.name)
        yield 1.0
        client.say(f"{word[:4]}", end="")
        yield 1.0

    def never_says_who(client: Client) -> Talk:
        yield 1.0

    def begins_to_say_who(client: Client) -> Talk:
        client.say(client.name[:3], end="")
        yield 1.0

    gardeners = [
        Client(ann, says([(4, word)], until=6)),
        Client(bob, says([(5, word)], until=5)),
        Client(lost, vanishes, at=1),
        Client(shy, never_says_who, at=1),
        Client(hasty, begins_to_say_who, at=1),
    ]
    run = meet(lab, gardeners)
    leaves_out(gardeners[0], f"* {bob} has joined")
    leaves_out(gardeners[1], f"* {ann} has joined")
    lines = [(f"* {lost} has joined", 1.0), (f"* {lost} has left", 3.0)]
    heard(run, gardeners[0], [*lines, (f"{bob}: {word}", 5), (f"* {bob} has left", 5)])
    heard(run, gardeners[1], [*lines, (f"{ann}: {word}", 4)])


@check("Tidy")
def test_the_room_can_be_shut(lab: Lab) -> None:
    """When all have left nothing is left behind; when the room is shut, at any moment, every connection is closed."""
    ann, bob, shy = names(lab, 3)

    def never_says_who(client: Client) -> Talk:
        yield 1.0

    gardeners = [
        Client(ann, says([(1, "hello")], until=3)),
        Client(bob, says([], until=2), at=1),
        Client(shy, never_says_who, at=1.5),
    ]
    all_closed(meet(lab, gardeners), gardeners).left_nothing_behind().never_blocked_the_loop().never_polled()
    for run in lab.cancel_everywhere("serve", Audience(gardeners), drives="ChatRoom", whole=lambda run: run.took(3)):
        run.was_cancelled()
        run.left_no("connection_left_open")
        run.left_nothing_behind()
