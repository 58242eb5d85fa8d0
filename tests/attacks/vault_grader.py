"""The exercise under attack: turn all dials of a vault at once. Its checks judge as those of a real exercise do."""

from asynclings.grading import Lab, Run, Service, Story, check, operation

FUNCTION = "collect"


class Vault(Service):
    def __init__(self, lab: Lab, number: int = 4) -> None:
        self.words = dict(zip(lab.words(number), lab.words(number), strict=True))

    @property
    def dials(self) -> list[str]:
        return list(self.words)

    @property
    def turns(self) -> list[str]:
        return [f"turn {dial}" for dial in self.dials]

    @operation("async")
    def turn(self, dial: str) -> Story[str]:
        yield 1
        return self.words.get(dial, "nothing")

    @operation("instant")
    def knock(self) -> None: ...

    def combination(self) -> str:
        """What nobody may ask for: it is no operation."""
        return " ".join(self.words.values())


def collected(run: Run, vault: Vault) -> Run:
    return run.returned(list(vault.words.values())).asked(vault.turns)


@check("Correct")
def test_every_word(lab: Lab) -> None:
    """The words of all dials come back."""
    vault = Vault(lab)
    collected(lab.run(FUNCTION, vault, vault.dials), vault)


@check("Concurrent")
def test_all_at_once(lab: Lab) -> None:
    """All dials are turned at once."""
    vault = Vault(lab, 5)
    run = collected(lab.run(FUNCTION, vault, vault.dials), vault)
    run.took(1).in_flight("turn", exactly=5, noun="turn")


@check("Tidy")
def test_nothing_is_left(lab: Lab) -> None:
    """Whoever is called away lets go of every dial."""
    vault = Vault(lab, 3)
    for run in lab.cancel_everywhere(FUNCTION, vault, vault.dials, whole=lambda run: collected(run, vault).took(1)):
        run.was_cancelled()
        run.left_nothing_behind()


@check("Exact", needs=None)
def test_the_other_coins(lab: Lab) -> None:
    """Heads for tails and tails for heads, as numbers."""
    coins = [lab.random.randrange(2) for _ in range(20)] + [0, 1]
    lab.run("weigh", coins, manner="sync").returned([1 - coin for coin in coins])
