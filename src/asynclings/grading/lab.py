"""The lab: where a check sets up a world, runs the submission in it, and gets the evidence."""

import copy
import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from asynclings.grading.bench import Bench, plain
from asynclings.grading.cancelling import cancel_everywhere
from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.run import Run
from asynclings.world.clock import HORIZON
from asynclings.world.disk import Disk
from asynclings.world.moments import Moment

if TYPE_CHECKING:
    from asynclings.grading.script import ScriptRun
    from asynclings.world.web import Latency, Site

REAL_SECONDS = 60.0  # of a run with processes: nobody waits for it but a wrong answer
REAL_PROCESSOR_SECONDS = 30  # of each of its processes
HEARTBEAT = 0.01  # real seconds between two turns of the loop that are counted

_SYLLABLES = [consonant + vowel for consonant in "bdfklmnprst" for vowel in "aeio"]


class Lab:
    """Given to every check. ``random`` draws the data of the run: it is seeded by the grading's seed and the check."""

    def __init__(
        self, engine: Engine, program: Program, seed: str, seconds: float = 20.0, policy: tuple[str, ...] = ()
    ) -> None:
        self.random = random.Random(seed)
        self._bench = Bench(engine, program, policy)
        self._program = program
        self._seconds = seconds
        self._policy = policy
        self._disk: Disk | None = None

    @property
    def runs(self) -> list[Run]:
        """What was run so far."""
        return self._bench.runs

    # ------------------------------------------------------------ the world

    def web(self, url: str, *, latency: "Latency" = 1.0, connecting: float = 0.0, refusing: bool = False) -> "Site":
        """A site that the submission reaches with httpx; a `respx.Router` with a latency (virtual seconds)."""
        from asynclings.world.web import Site

        site = Site(url, latency, connecting, refusing)
        self._bench.sites[site.host] = site
        return site

    def disk(self, *, latency: float = 1.0, files: Mapping[str, bytes] | None = None, room: int | None = None) -> None:
        """From now on the folder in which a run works is on a slow disk: each write of bytes into a file takes so long.

        ``Path(name)`` as an argument is a file in that folder. ``files`` are there when a run begins; for ``room`` see
        `asynclings.world.disk`. Raises `GraderFault` if the exercise's policy allows no files.
        """
        self._bench.demand("disk", "A slow disk")
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
            plain(arguments),
            manner,
            keywords=dict(keywords or {}),
            shuffle=shuffle,
            seconds=max(self._seconds, REAL_SECONDS) if parties else self._seconds,
            policy=self._policy,
            driven_by=self._driven_by(function, drives),
            disk=copy.deepcopy(self._disk),
        )
        return self._bench.run(order, arguments, horizon=horizon, cancel_at=cancel_at, parties=parties)

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
        asked = tuple((method, plain(values)) for method, *values in calls)
        order = Order(
            kind,
            plain(arguments),
            manner,
            asked,
            shuffle=shuffle,
            seconds=self._seconds,
            policy=self._policy,
            disk=copy.deepcopy(self._disk),
        )
        everything = [*arguments, *(value for _, *values in calls for value in values)]
        return self._bench.run(order, everything)

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

        return cancel_everywhere(run, whole, self.random)

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
            plain(arguments),
            manner,
            keywords=dict(keywords or {}),
            driven_by=self._driven_by(function, drives),
            virtual=False,
            heartbeat=HEARTBEAT if turns else None,
            seconds=max(self._seconds, REAL_SECONDS),
            processor_seconds=REAL_PROCESSOR_SECONDS,
            start_method=start_method,
            policy=self._policy,
        )
        return self._bench.run_in_real_time(order, parties, turns)

    def run_script(self, *arguments: str, start_method: str = "", main: bool = True) -> "ScriptRun":
        """Run the submission's file as a script, in real time, with these arguments on its command line.

        Each process that it starts with multiprocessing is seen from outside. Without ``main`` it is only imported,
        under its own name. Raises `GraderFault` if the exercise's policy does not allow processes.
        """
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
        return self._bench.run_script(order)

    def _driven_by(self, function: str, drives: str) -> str:
        if drives and not self._program.driver:
            raise ValueError(f"{function} should drive {drives}, but the exercise has no driver beside its grader")
        return function if drives else ""
