"""One thread, two hundred ships."""

from collections.abc import Callable, Sequence

from asynclings.grading import Audience, Client, Lab, Run, Talk, check, heard

SHIPS = 200
ROOM = 128 << 10  # bytes that may lie unread: the window of a connection (64 KiB), and as much again
# Characters; a StreamReader keeps 65,536, and takes no more than twice that before it is read. The end of the second
# line is not there yet when `readline` finds it too long.
TOO_LONG = (100_000, 200_000)
LOCK_TOO_WIDE, UNBOUNDED_QUEUE = 47, 53


def asks(*lines: str) -> Callable[[Client], Talk]:
    """A ship that sends a line, waits for its answer, and so on; then it waits for the station to close."""

    def story(client: Client) -> Talk:
        for line in lines:
            yield client.ask(line)
        yield client.end()

    return story


def leaves(*lines: str) -> Callable[[Client], Talk]:
    """The same, but it goes without a word."""

    def story(client: Client) -> Talk:
        for line in lines:
            yield client.ask(line)

    return story


def serve(lab: Lab, ships: Sequence[Client]) -> Run:
    """Every ship is gone in the end, and so is everybody who talked with it."""
    run = lab.run("serve", Audience(ships), drives="handle").finished()
    run.expect(
        run.value == 0,
        f"{run.value} of {len(ships)} calls of handle went on after all ships had gone. An empty line from `readline` "
        "(no bytes at all) says that the ship is gone.",
    )
    return run


def closed(run: Run, ships: Sequence[Client]) -> None:
    for ship in ships:
        run.expect(
            ship.closed_at is not None,
            f"The connection to the ship {ship.name} was never closed. Close the writer however a talk ends.",
        )


@check("Correct")
def test_one_ship_gets_its_answers(lab: Lab) -> None:
    """One ship gets an answer to each line: the text of ECHO, OK after SLEEP, BYE to QUIT; then the line is closed."""
    one, two = lab.words(2)
    seconds = lab.random.randrange(2, 40) / 10
    ship = Client(lab.word(), asks(f"ECHO {one}", f"SLEEP {seconds}", f"ECHO {one}  {two}", "ECHO", "QUIT"))
    run = serve(lab, [ship])
    heard(
        run,
        ship,
        [(one, 0), ("OK", seconds), (f"{one}  {two}", seconds), ("", seconds), ("BYE", seconds)],
    )
    closed(run, [ship])


@check("Concurrent")
def test_two_hundred_ships_are_served_at_once(lab: Lab) -> None:
    """200 ships are served at once: all of them together take no longer than the one that sleeps longest."""
    words = lab.words(SHIPS)
    seconds = [lab.random.randrange(5, 30) / 10 for _ in range(SHIPS)]
    ships = [
        Client(f"{word}-{n}", asks(f"SLEEP {pause}", f"ECHO {word}", "QUIT"))
        for n, (word, pause) in enumerate(zip(words, seconds, strict=True))
    ]
    run = serve(lab, ships)
    run.took(max(seconds), naive=sum(seconds), mistake=LOCK_TOO_WIDE if run.counted("locks_made") else None)
    for ship, word, pause in zip(ships, words, seconds, strict=True):
        heard(run, ship, [("OK", pause), (word, pause), ("BYE", pause)])


@check("Bounded")
def test_nobody_holds_up_the_others(lab: Lab) -> None:
    """A ship that stalls in the middle of a line, or never reads, holds up nobody, and its answers do not pile up."""
    word = lab.word()

    def stalls(client: Client) -> Talk:
        client.say(f"ECHO {word[:3]}", end="")
        yield 60.0
        client.say(word[3:])
        yield client.line()

    def never_reads(client: Client) -> Talk:
        for _ in range(60):
            client.say(f"ECHO {word * 1_000}")
        yield 30.0

    def does_not_wait(client: Client) -> Talk:
        client.say(f"SLEEP 2\nECHO {word}")
        yield client.line()
        yield client.line()

    def comes_later(client: Client) -> Talk:
        for _ in range(3):
            yield 5.0
            yield client.ask(f"ECHO {word}")

    stalled, deaf = Client("stalled", stalls), Client("deaf", never_reads, reading=False)
    hasty, quick = Client("hasty", does_not_wait), Client("quick", comes_later)
    run = serve(lab, [stalled, deaf, hasty, quick])
    heard(run, quick, [(word, 5), (word, 10), (word, 15)])
    heard(run, stalled, [(word, 60)])
    heard(run, hasty, [("OK", 2), (word, 2)])  # one line after another, in the order that they came
    run.expect(
        deaf.most_unread <= ROOM,
        f"{deaf.most_unread:,} bytes of answers were waiting for a ship that does not read; more than {ROOM:,} never "
        "should be. Wait until there is room again: `await writer.drain()`.",
        mistake=UNBOUNDED_QUEUE,
        where=run.usual_place("client"),
    )
    run.took(60)


@check("Robust")
def test_nonsense_is_answered_and_survived(lab: Lab) -> None:
    """Unknown commands, lines too long, bad numbers and bytes that are no text get one ERR each; the rest lives."""
    word, unknown = lab.words(2)
    nonsense = [
        unknown,
        "",
        "echo",
        "SLEEP",
        "SLEEP soon",
        f"SLEEP -{lab.random.randrange(1, 9)}",
        "SLEEP nan",
        "SLEEP inf",
    ]
    for line in lab.random.sample(nonsense, len(nonsense)):
        ship = Client("muddled", asks(line, f"ECHO {word}", "QUIT"))
        run = serve(lab, [ship])
        heard(run, ship, [("ERR", 0), (word, 0), ("BYE", 0)])

    def garbles(client: Client) -> Talk:
        client.say(b"ECHO \xff\xfe\n")
        yield client.line()
        yield client.ask(f"ECHO {word}")

    garbled = Client("garbled", garbles)
    heard(serve(lab, [garbled]), garbled, [("ERR", 0), (word, 0)])
    for length in TOO_LONG:
        endless = Client("endless", leaves(f"ECHO {word[0] * length}", f"ECHO {word}"))
        heard(serve(lab, [endless]), endless, [("ERR", 0), (word, 0)])

    def vanishes(text: str) -> Callable[[Client], Talk]:
        def story(client: Client) -> Talk:
            client.say(text, end="")
            yield 0.5

        return story

    lost = [Client("lost in sleep", vanishes("SLEEP 3\nECHO x\n")), Client("lost in a line", vanishes("ECHO hal"))]
    witness = Client("witness", asks("SLEEP 1", f"ECHO {word}", "QUIT"))
    run = serve(lab, [*lost, witness])
    heard(run, witness, [("OK", 1), (word, 1), ("BYE", 1)])


@check("Tidy")
def test_every_connection_is_closed(lab: Lab) -> None:
    """However a talk ends, its connection is closed: after QUIT, when the ship goes, when the station is shut down."""
    ships = [Client("polite", asks(f"ECHO {lab.word()}", "QUIT")), Client("rude", leaves("SLEEP 1"))]
    run = serve(lab, ships)
    closed(run, ships)
    run.left_nothing_behind().never_blocked_the_loop().never_polled()

    def whole(run: Run) -> None:
        asked = [operation for operation in run.operations if operation.service == "client"]
        run.took(1).expect(len(asked) == 3 and all(o.outcome == "ok" for o in asked), "Not every line was answered.")

    for run in lab.cancel_everywhere("serve", Audience(ships), drives="handle", whole=whole):
        run.was_cancelled()
        run.left_no("connection_left_open")
        run.left_nothing_behind()
