"""The bench: carries out the runs of one check, each in a world of its own, and all within one limit of real time."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from asynclings.grading.endings import why_so_long
from asynclings.grading.engine import Engine
from asynclings.grading.failures import CannotRun, GraderFault
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.run import Run
from asynclings.grading.transcript import Transcript
from asynclings.grading.wording import count
from asynclings.sandbox.folders import scratch
from asynclings.values import ServiceReference
from asynclings.world.clock import HORIZON
from asynclings.world.moments import Moment
from asynclings.world.service import Service
from asynclings.world.world import World

if TYPE_CHECKING:
    from asynclings.grading.processes import ProcessWatch
    from asynclings.grading.script import ScriptRun
    from asynclings.grading.watch import Watch
    from asynclings.world.web import Site

TOGETHER = 10  # times the real time that one run may take, for all runs of a check


class Bench:
    """Runs one submission as often as it is told to. ``sites`` are those of the web, by host."""

    def __init__(self, engine: Engine, program: Program, policy: tuple[str, ...]) -> None:
        self.runs: list[Run] = []
        self.sites: dict[str, Site] = {}
        self._engine = engine
        self._program = program
        self._policy = policy
        self._spent = 0.0

    def demand(self, allowance: str, what: str) -> None:
        """Raise `GraderFault` if the exercise's policy does not allow what a check asks for."""
        if allowance not in self._policy:
            raise GraderFault(
                f"{what} was asked for, and the exercise's policy allows none. "
                f"Write `policy: [{allowance}]` into its entry in exercises/track.yml."
            )

    def run(
        self,
        order: Order,
        values: Sequence[Any],
        *,
        horizon: float = HORIZON,
        cancel_at: Moment | None = None,
        parties: int = 0,
    ) -> Run:
        """Run on the virtual clock, in a world with the services among the ``values``."""
        world = World(services_in([*values, order.disk]), self.sites, horizon=horizon, cancel_at=cancel_at)
        with ExitStack() as kept:
            for site in self.sites.values():
                kept.enter_context(site.as_declared())
            watch = self._watch(kept, parties) if parties else None
            return self._keep(Run(self._transcript(order, world, watch), world, self._program, order, watch))

    def run_in_real_time(self, order: Order, parties: int, turns: int) -> Run:
        """Run with processes, where no clock is virtual and no service is there."""
        world = World([], {})
        with ExitStack() as kept:
            watch = self._watch(kept, parties, turns)
            return self._keep(Run(self._transcript(order, world, watch), world, self._program, order, watch))

    def run_script(self, order: Order) -> "ScriptRun":
        """Run the file as a program, and have its processes answer the roll."""
        from asynclings.grading.roll_call import RollCall
        from asynclings.grading.script import ScriptRun

        self.demand("processes", "A run with processes")
        world = World([], {})
        with scratch(self._engine.folder) as folder, RollCall(folder) as roll:
            run = ScriptRun(self._transcript(order, world, roll), world, self._program, order, roll)
        self._keep(run)
        return run

    def _keep(self, run: Run) -> Run:
        self.runs.append(run)
        return run

    def _watch(self, kept: ExitStack, parties: int, turns: int = 0) -> "ProcessWatch":
        """Who watches the processes of one run; ``kept`` keeps it, and the folder where they meet."""
        from asynclings.grading.processes import ProcessWatch

        self.demand("processes", "A run with processes")
        folder = kept.enter_context(scratch(self._engine.folder))
        return kept.enter_context(ProcessWatch(folder, parties, turns))

    def _transcript(self, order: Order, world: World, watch: "Watch | None") -> Transcript:
        """Run it, unless the runs of this check have taken more real time than anything but waiting in earnest takes.

        Sixty runs, each of which is over just before its own limit, would be twenty minutes for one check.
        """
        if self._spent > TOGETHER * order.seconds:
            raise CannotRun(
                f"The {count(len(self.runs), 'run')} of this check took {self._spent:.0f} s of real time, and no more "
                f"are made. {why_so_long(order)}"
            )
        transcript = self._engine.run(self._program, order, world, watch)
        self._spent += transcript.spent
        return transcript


def services_in(values: Iterable[Any]) -> list[Service]:
    """The services among some arguments, each once; raises `ValueError` if two have one name."""
    found: dict[str, Service] = {}
    for value in values:
        if isinstance(value, Service) and found.setdefault(value.name, value) is not value:
            raise ValueError(f"two services of one run are called {value.name!r}; give one a name of its own")
    return list(found.values())


def plain(values: Iterable[Any]) -> tuple[Any, ...]:
    """Some arguments as they travel: a service is only referred to."""
    return tuple(ServiceReference(value.name) if isinstance(value, Service) else value for value in values)
