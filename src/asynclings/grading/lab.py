"""The lab: where a check sets up a world, runs the submission in it, and gets the evidence."""

import copy
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from asynclings.grading.engine import Engine
from asynclings.grading.failures import CannotRun, GraderFault
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.record import Record
from asynclings.grading.run import Run
from asynclings.grading.wording import count
from asynclings.sandbox.folders import scratch
from asynclings.values import ServiceReference
from asynclings.world.clock import HORIZON, RESOLUTION
from asynclings.world.disk import Disk
from asynclings.world.moments import Moment
from asynclings.world.service import Service
from asynclings.world.world import World

if TYPE_CHECKING:
    from asynclings.grading.processes import ProcessWatch
    from asynclings.grading.script import ScriptRun
    from asynclings.grading.watch import Watch
    from asynclings.world.web import Latency, Site

REAL_SECONDS = 60.0  # of a run with processes: nobody waits for it but a wrong answer
REAL_PROCESSOR_SECONDS = 30  # of each of its processes
HEARTBEAT = 0.01  # real seconds between two turns of the loop that are counted
CANCELLATION_LIMIT = 60  # runs of one `cancel_everywhere`
TOGETHER = 10  # times the real time that one run may take, for all runs of a check

_SYLLABLES = [consonant + vowel for consonant in "bdfklmnprst" for vowel in "aeio"]


class Lab:
    """Given to every check. ``random`` draws the data of the run: it is seeded by the grading's seed and the check."""

    def __init__(
        self, engine: Engine, program: Program, seed: str, seconds: float = 20.0, policy: tuple[str, ...] = ()
    ) -> None:
        self.random = random.Random(seed)
        self.runs: list[Run] = []
        self._engine = engine
        self._program = program
        self._seconds = seconds
        self._policy = policy
        self._sites: dict[str, Site] = {}
        self._disk: Disk | None = None
        self._spent = 0.0

    # ------------------------------------------------------------ the world

    def web(self, url: str, *, latency: "Latency" = 1.0, connecting: float = 0.0, refusing: bool = False) -> "Site":
        """A site that the submission reaches with httpx; a `respx.Router` with a latency (virtual seconds)."""
        from asynclings.world.web import Site

        site = Site(url, latency, connecting, refusing)
        self._sites[site.host] = site
        return site

    def disk(self, *, latency: float = 1.0, files: Mapping[str, bytes] | None = None, room: int | None = None) -> None:
        """From now on the folder in which a run works is on a slow disk: each write of bytes into a file takes so long.

        ``Path(name)`` as an argument is a file in that folder. ``files`` are there when a run begins; for ``room`` see
        `asynclings.world.disk`. Raises `GraderFault` if the exercise's policy allows no files.
        """
        self._demand("disk", "A slow disk")
        self._disk = Disk(latency, dict(files or {}), room)

    def word(self, syllables: int = 3) -> str:
        """A word drawn for this run, so that no answer can be known beforehand."""
        return "".join(self.random.choice(_SYLLABLES) for _ in range(syllables)) + str(self.random.randrange(1000))

    def words(self, number: int) -> list[str]:
        """So many different words."""
        found: dict[str, None] = {}
        while len(found) < number:
            found[self.word()] = None
        return list(found)

    # ------------------------------------------------------------ runs

    def run(
        self,
        function: str,
        *arguments: Any,
        keywords: Mapping[str, Any] | None = None,
        manner: str = "async",
        horizon: float = HORIZON,
        shuffle: int | None = None,
        cancel_at: Moment | None = None,
        drives: str = "",
        parties: int = 0,
    ) -> Run:
        """Call ``function`` of the submission once, on the virtual clock.

        With ``drives``, ``function`` is one of the exercise's driver: it is given the submission's module before the
        arguments, and drives what has that name in it.
        Arguments are plain data and services, ``keywords`` plain data. ``manner`` is ``async`` or ``sync``.
        ``shuffle`` seeds an order of threads other than that of arrival. ``cancel_at`` cancels it at a moment of
        another run, if that comes. ``parties`` is as in `run_with_processes`: time stands still while they meet.
        """
        order = Order(
            drives or function,
            self._plain(arguments),
            manner,
            keywords=dict(keywords or {}),
            shuffle=shuffle,
            seconds=max(self._seconds, REAL_SECONDS) if parties else self._seconds,
            policy=self._policy,
            scenario=self._scenario(function, drives),
            disk=copy.deepcopy(self._disk),
        )
        return self._keep(order, arguments, horizon, cancel_at, parties)

    def crowd(
        self,
        kind: str,
        *arguments: Any,
        calls: Sequence[tuple[Any, ...]],
        manner: str = "threads",
        shuffle: int | None = None,
    ) -> Run:
        """Build one object of the class ``kind``, and make all ``calls`` (method, arguments…) on it at the same time.

        Each has a thread of its own, or, with ``manner="tasks"``, a task. The run returns the list of what the calls
        returned, with errors as `Failure` in their places.
        """
        asked = tuple((method, self._plain(values)) for method, *values in calls)
        order = Order(
            kind,
            self._plain(arguments),
            manner,
            asked,
            shuffle=shuffle,
            seconds=self._seconds,
            policy=self._policy,
            disk=copy.deepcopy(self._disk),
        )
        everything = [*arguments, *(value for _, *values in calls for value in values)]
        return self._keep(order, everything, HORIZON, None)

    def cancel_everywhere(
        self,
        function: str,
        *arguments: Any,
        whole: Callable[[Run], object],
        keywords: Mapping[str, Any] | None = None,
        drives: str = "",
    ) -> list[Run]:
        """Run it once to its end, then once for every moment at which it waited, cancelled there.

        Services among the arguments are copied for each run. The runs that were cancelled are returned, at least one:
        what never waits cannot be cancelled, and fails. ``whole`` expects of a run that was not cancelled whatever the
        exercise asks for: otherwise a program could do nothing, and leave nothing behind.
        """

        def run(cancel_at: Moment | None) -> Run:
            return self.run(function, *copy.deepcopy(arguments), keywords=keywords, cancel_at=cancel_at, drives=drives)

        first = run(None)
        whole(first.ended())
        if not first.moments:
            first.expect(False, f"{first.target} never waited for anything, so it could not be cancelled.")
        cancelled = []
        for moment in self._some(first.moments):
            again = run(moment)
            if again.cancelled_at is not None:
                cancelled.append(again)
            else:  # a program that draws lots does something else this time
                whole(again.ended())
        if not cancelled:
            first.expect(False, f"{first.target} did not do again what it did when it was to be cancelled.")
        return cancelled

    def _some(self, moments: Sequence[Moment]) -> Sequence[Moment]:
        """As many as can be tried: the longer one lasts, the likelier it is among them."""
        if len(moments) <= CANCELLATION_LIMIT:
            return moments
        weights = [max(moment.long, RESOLUTION) for moment in moments]
        return [moments[n] for n in sorted({*self.random.choices(range(len(moments)), weights, k=CANCELLATION_LIMIT)})]

    def run_with_processes(
        self,
        function: str,
        *arguments: Any,
        keywords: Mapping[str, Any] | None = None,
        manner: str = "async",
        parties: int = 0,
        turns: int = 0,
        start_method: str = "",
        drives: str = "",
    ) -> Run:
        """Call ``function`` once, in real time, in an exercise whose policy allows `processes`.

        ``parties``: the kit's work (`asynclings.workloads`) waits until so many processes do it at once; with
        ``turns``, until the event loop has turned so often meanwhile. See `asynclings.grading.processes`.
        Raises `GraderFault` if the policy does not allow it.
        """
        order = Order(
            drives or function,
            self._plain(arguments),
            manner,
            keywords=dict(keywords or {}),
            scenario=self._scenario(function, drives),
            virtual=False,
            heartbeat=HEARTBEAT if turns else None,
            seconds=max(self._seconds, REAL_SECONDS),
            processor_seconds=REAL_PROCESSOR_SECONDS,
            start_method=start_method,
            policy=self._policy,
        )
        with ExitStack() as kept:
            watch = self._watch(kept, parties, turns)
            world = World([], {})
            run = Run(self._record(order, world, watch), world, self._program, order, watch)
        self.runs.append(run)
        return run

    def run_script(self, *arguments: str, start_method: str = "", main: bool = True) -> "ScriptRun":
        """Run the submission's file as a script, in real time, with these arguments on its command line.

        Each process that it starts with multiprocessing is seen from outside. Without ``main`` it is only imported,
        under its own name. Raises `GraderFault` if the exercise's policy does not allow processes.
        """
        from asynclings.grading.roll_call import RollCall
        from asynclings.grading.script import ScriptRun

        self._demand("processes", "A run with processes")
        order = Order(
            f"{self._program.module}.py",
            arguments,
            "script" if main else "module",
            virtual=False,
            seconds=max(self._seconds, REAL_SECONDS),
            processor_seconds=REAL_PROCESSOR_SECONDS,
            start_method=start_method,
            policy=self._policy,
        )
        with scratch(self._engine.folder) as folder:
            roll = RollCall(folder)
            world = World([], {})
            run = ScriptRun(self._record(order, world, roll), world, self._program, order, roll)
        self.runs.append(run)
        return run

    def _watch(self, kept: ExitStack, parties: int, turns: int = 0) -> "ProcessWatch":
        """Who watches the processes of one run; ``kept`` keeps the folder where they meet."""
        from asynclings.grading.processes import ProcessWatch

        self._demand("processes", "A run with processes")
        return ProcessWatch(kept.enter_context(scratch(self._engine.folder)), parties, turns)

    def _demand(self, allowance: str, what: str) -> None:
        if allowance not in self._policy:
            raise GraderFault(
                f"{what} was asked for, and the exercise's policy allows none. "
                f"Write `policy: [{allowance}]` into its entry in exercises/track.yml."
            )

    def _keep(
        self, order: Order, values: Sequence[Any], horizon: float, cancel_at: Moment | None, parties: int = 0
    ) -> Run:
        services = self._services([*values, order.disk])
        world = World(services, self._sites, horizon=horizon, cancel_at=cancel_at)
        with ExitStack() as declared:
            for site in self._sites.values():
                declared.enter_context(site.as_declared())
            watch = self._watch(declared, parties) if parties else None
            run = Run(self._record(order, world, watch), world, self._program, order, watch)
        self.runs.append(run)
        return run

    def _record(self, order: Order, world: World, watch: "Watch | None" = None) -> Record:
        """Run it, unless the runs of this check have taken more real time than anything but waiting in earnest takes.

        Sixty runs, each of which is over just before its own limit, would be twenty minutes for one check.
        """
        if self._spent > TOGETHER * order.seconds:
            raise CannotRun(
                f"The {count(len(self.runs), 'run')} of this check took {self._spent:.0f} s of real time, and no more "
                "are made. Each waits for something outside the simulated world, such as a pipe, a file or a process."
            )
        record = self._engine.run(self._program, order, world, watch)
        self._spent += record.spent
        return record

    def _scenario(self, function: str, drives: str) -> str:
        if drives and not self._program.driver:
            raise ValueError(f"{function} should drive {drives}, but the exercise has no driver beside its grader")
        return function if drives else ""

    def _services(self, values: Sequence[Any]) -> list[Service]:
        found: dict[str, Service] = {}
        for value in values:
            if isinstance(value, Service) and found.setdefault(value.name, value) is not value:
                raise ValueError(f"two services of one run are called {value.name!r}; give one a name of its own")
        return list(found.values())

    def _plain(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(ServiceReference(value.name) if isinstance(value, Service) else value for value in values)
