"""EXERCISE_TITLE.

AUTHOR: this is a whole grader, for a function that fetches several things at once. Make it that of your exercise.
"""

from asynclings.grading import Lab, Run, Service, Story, check, operation

FUNCTION = "fetch_all"
NUMBER = 5


class Shelf(Service):
    def __init__(self, lab: Lab, *, broken: int | None = None) -> None:
        self.names = lab.words(NUMBER)  # drawn anew for each run: no answer can be known beforehand
        self.things = dict(zip(self.names, lab.words(NUMBER), strict=True))
        self.broken = None if broken is None else self.names[broken]

    @operation("async")
    def fetch(self, name: str) -> Story[str]:
        yield 1
        if name == self.broken:
            raise OSError(f"{name} is broken")
        if name not in self.things:  # submissions ask for anything, and only what is raised here do they get to see
            raise OSError(f"there is no {name}")
        return self.things[name]


def fetched(run: Run, shelf: Shelf) -> Run:
    """All that a run must be in every check: right, and with no operation that nobody needs."""
    run.returned([shelf.things[name] for name in shelf.names])
    return run.asked([f"fetch {name}" for name in shelf.names])


@check("Correct")
def test_everything_is_there(lab: Lab) -> None:
    """Everything is fetched once, and comes back in the order asked for."""
    shelf = Shelf(lab)
    fetched(lab.run(FUNCTION, shelf, shelf.names), shelf)


@check("Concurrent")
def test_in_one_second(lab: Lab) -> None:
    """It takes one second, as long as one thing takes."""
    shelf = Shelf(lab)
    fetched(lab.run(FUNCTION, shelf, shelf.names), shelf).took(1, naive=NUMBER)


@check("Bounded")
def test_all_at_once(lab: Lab) -> None:
    """All are fetched at once, and nothing is fetched that nobody asked for."""
    shelf = Shelf(lab)
    fetched(lab.run(FUNCTION, shelf, shelf.names), shelf).in_flight("fetch", exactly=NUMBER, noun="thing")


@check("Robust")
def test_a_broken_thing(lab: Lab) -> None:
    """When one is broken you hear of it."""
    shelf = Shelf(lab, broken=2)
    lab.run(FUNCTION, shelf, shelf.names).raised("OSError").took(1)


@check("Tidy")
def test_cancelled(lab: Lab) -> None:
    """Whenever it is cancelled, it leaves nothing behind."""
    shelf = Shelf(lab)
    for run in lab.cancel_everywhere(FUNCTION, shelf, shelf.names, whole=lambda run: fetched(run, shelf)):
        run.was_cancelled()
        run.left_nothing_behind()
