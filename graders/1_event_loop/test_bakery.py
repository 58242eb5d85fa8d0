"""One baker, two cakes."""

from collections.abc import Mapping

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.services import BurntCake, KitchenError

FUNCTION = "bake_two_cakes"
FLAVOURS = ("vanilla", "chocolate")
MIXING, BAKING = 4, 30  # minutes


class Kitchen(Service):
    """One bowl, one oven for two cakes. ``quick`` flavours bake faster, others ``burn``: after so many minutes."""

    def __init__(
        self,
        lab: Lab,
        *,
        preheating: float = 10,
        quick: Mapping[str, float] | None = None,
        burns: Mapping[str, float] | None = None,
    ) -> None:
        self.preheating = preheating
        self.quick = dict(quick or {})
        self.burns = dict(burns or {})
        self.hot = self.mixing = False
        self.baking = 0
        self.batters = dict(zip(lab.words(2), FLAVOURS, strict=True))  # nobody can know today's batters without mixing

    @property
    def cakes(self) -> list[str]:
        """What a baker should return: vanilla first."""
        return [f"{flavour} cake from {batter}" for batter, flavour in self.batters.items()]

    @property
    def operations(self) -> list[str]:
        """What is to be done, each once."""
        return ["preheat", *(f"mix {flavour}" for flavour in FLAVOURS), *(f"bake {batter}" for batter in self.batters)]

    @operation("async")
    def preheat(self) -> Story[None]:
        yield self.preheating
        self.hot = True

    @operation("async")
    def mix(self, flavour: str) -> Story[str]:
        if self.mixing:
            raise KitchenError("there is one bowl, and it is in use: mix one batter after the other")
        self.mixing = True
        try:
            yield MIXING
        finally:
            self.mixing = False
        return next((batter for batter, made in self.batters.items() if made == flavour), f"strange {flavour} batter")

    @operation("async")
    def bake(self, batter: str) -> Story[str]:
        if not self.hot:
            raise KitchenError("the oven is cold: wait until it is heated")
        if self.baking == 2:
            raise KitchenError("the oven holds two cakes")
        flavour = self.batters.get(batter, "strange")
        self.baking += 1
        try:
            if flavour in self.burns:
                yield self.burns[flavour]
                raise BurntCake(f"the {flavour} cake has burnt")
            yield self.quick.get(flavour, BAKING)
        finally:
            self.baking -= 1
        return f"{flavour} cake from {batter}"


def all_done(run: Run, kitchen: Kitchen) -> Run:
    """Both cakes, made in 40 minutes, and nothing done that need not be."""
    return run.returned(kitchen.cakes).asked(kitchen.operations).took(10 + BAKING)


@check("Correct")
def test_both_cakes_are_baked(lab: Lab) -> None:
    """Both cakes are baked, each from its own batter, and returned with vanilla first, whichever is done first."""
    for quick in FLAVOURS:
        kitchen = Kitchen(lab, quick={quick: 25})
        lab.run(FUNCTION, kitchen).returned(kitchen.cakes).asked(kitchen.operations)


@check("Concurrent")
def test_ready_after_forty_minutes(lab: Lab) -> None:
    """Both cakes are ready after 40 minutes: the oven heats while you mix, and the cakes bake together."""
    kitchen = Kitchen(lab)
    run = lab.run(FUNCTION, kitchen).returned(kitchen.cakes)
    run.overlapped("preheat", "mix", asked=10 + BAKING)
    run.overlapped("bake", "bake", asked=10 + BAKING)
    all_done(run, kitchen)


@check("Bounded")
def test_the_rules_of_the_kitchen_hold_with_any_oven(lab: Lab) -> None:
    """One bowl at a time and nothing in a cold oven, however long the oven takes to heat today."""
    for preheating in (60, 6, 1):
        kitchen = Kitchen(lab, preheating=preheating)
        run = lab.run(FUNCTION, kitchen).returned(kitchen.cakes)
        run.in_flight("mix", exactly=1, noun="bowl")
        run.after("preheat", "bake")
        run.took(max(preheating, 2 * MIXING) + BAKING).asked(kitchen.operations)


@check("Robust")
def test_a_burnt_cake_is_reported(lab: Lab) -> None:
    """When one cake burns, you hear of it immediately, and the other does not go on baking."""
    for flavour in FLAVOURS:
        kitchen = Kitchen(lab, burns={flavour: 5})
        run = lab.run(FUNCTION, kitchen).raised("BurntCake")
        run.expect(
            run.elapsed == 10 + 5,
            f"The {flavour} cake had burnt after {10 + 5} minutes; the error came after {run.elapsed:g}. "
            "It should come immediately.",
        )
        run.asked(kitchen.operations).left_nothing_behind()


@check("Tidy")
def test_a_baker_who_is_called_away_leaves_nothing_behind(lab: Lab) -> None:
    """A baker who is called away stops everything, whenever that happens, and a finished one leaves nothing on."""
    kitchen = Kitchen(lab)

    def finished(run: Run) -> None:
        all_done(run, kitchen).left_nothing_behind().never_blocked_the_loop()

    for run in lab.cancel_everywhere(FUNCTION, kitchen, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
