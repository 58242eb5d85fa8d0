"""One run: import the submission, call what the grader asks for, say what came of it.

Results and errors are written down inside the coroutine: what asyncio's runner does afterwards would call methods of
the learner's objects (`asyncio.Runner.run` compares signal handlers through an enum whose message shows the task).
"""

import asyncio
import importlib.util
import inspect
import multiprocessing.util
import os
import random
import sys
import threading
from collections.abc import Callable, Coroutine
from types import CodeType
from typing import Any, NoReturn

from asynclings.channel import Channel
from asynclings.messages import Beat, MethodCall, ProtocolViolation, Raised, Ready, Returned, Run
from asynclings.sandbox.requests import Job
from asynclings.values.reading import read
from asynclings.values.writing import Unwritable, Writer, name_of
from asynclings.worker import idle
from asynclings.worker import loop as loops
from asynclings.worker.bubble import Bubble
from asynclings.worker.cancellation import CancellationTrace
from asynclings.worker.disk import SlowDisk
from asynclings.worker.hygiene import HygieneObserver
from asynclings.worker.networked import NetworkedLoop
from asynclings.worker.operations import stand_in
from asynclings.worker.script import call_the_roll, run_script
from asynclings.worker.wire import WorkerWire
from asynclings.worker.work import WorkObserver


class MissingFunction(Exception):
    """The submission does not define what was asked for."""


class NotAsynchronous(Exception):
    """A plain function stands where a coroutine function was asked for."""


class NotSynchronous(Exception):
    """A coroutine function stands where a plain one was asked for."""


class WrongSignature(Exception):
    """What was asked for does not take what it is called with, or cannot be used as it is."""


class ValueTooLarge(Exception):
    """The value cannot travel."""


class Harness:
    """The worker's own part of a run. It watches from its making on, which may be before there is a job."""

    _job: Job
    _driver: str
    _target_name: str

    def __init__(self) -> None:
        self._wire = WorkerWire()
        self._observer = HygieneObserver(self._wire.say)
        self._bubble = Bubble(self._wire, self._observer)
        self._disk = SlowDisk()
        self._ours: set[Any] = set()
        self._cancellation: CancellationTrace | None = None
        self._observer.watch()

    def run(self, job: Job, channel: Channel) -> NoReturn:
        """Do the job, and tell of it. Raises `ConversationOver` if the other side has gone."""
        self._job = job
        self._files = frozenset(os.path.join(job.folder, name) for name in job.files)
        self._driver = os.path.join(job.folder, job.driver) if job.driver else ""
        self._observer.places.know(self._files, self._driver)
        self._wire.open(channel)
        sys.argv = [job.module]
        sys.path.append(job.folder)  # at the end: a file beside the submission shadows no library
        threading.current_thread().name = "MainThread"
        if job.virtual:
            self._bubble.enter("MainThread")
            self._bubble.tasks = lambda: loops.waiting_tasks(self._observer.places)
        if "disk" in job.policy:
            self._disk.install()
        self._observer.watch_files()  # as they are opened now
        if not job.virtual:
            WorkObserver(self._observer).watch()
        module = None if self._job.script else self._import()
        self._wire.say(Ready())
        run = self._wire.await_run()
        self._bubble.shuffle = None if run.shuffle is None else random.Random(run.shuffle)
        services = {shape.name: stand_in(shape) for shape in run.services}
        self._bubble.reachable = True
        if run.disk:
            self._disk.ask = services[run.disk].write
        try:
            self._target_name = run.target
            if self._job.script:
                self._run_script(run)
            target = self._target(module, run.target)
            arguments = [read(argument, services) for argument in run.arguments]
            keywords = {name: read(value, services) for name, value in run.keywords.items()}
            if run.scenario:
                target, arguments = vars(self._import_driver())[run.scenario], [module, *arguments]
            if run.calls:
                self._crowd(run, target, arguments, services)
            elif run.manner == "async":
                self._run_loop(lambda: self._attempt(target, arguments, keywords), run)
            else:
                self._call(target, arguments, keywords)
        except BaseException as error:
            self._raised(error)

    def _import(self) -> Any:
        idle.install(self._job.folder)
        try:
            return _load(self._job.module, os.path.join(self._job.folder, f"{self._job.module}.py"))
        except BaseException as error:
            self._raised(error, importing=True)

    def _run_script(self, run: Run) -> NoReturn:
        call_the_roll(self._job.rendezvous)
        name = "__main__" if run.manner == "script" else self._job.module
        path = os.path.join(self._job.folder, f"{self._job.module}.py")
        status = run_script(path, name, [str(read(argument)) for argument in run.arguments])
        # At the end of a program the interpreter waits for its processes, which is not the same as to have joined them.
        self._observer.processes_left()
        multiprocessing.util._exit_function()  # type: ignore[attr-defined]
        self._returned(status)

    def _import_driver(self) -> Any:
        return _load("asynclings_driver", self._driver)

    def _target(self, module: Any, name: str) -> Any:
        try:
            return vars(module)[name]
        except KeyError:
            raise MissingFunction(
                f"{self._job.module}.py does not define {name}. "
                "Give it the name that it has in the file that you began with."
            ) from None

    # ------------------------------------------------------------ calling

    def _call(self, target: Any, arguments: list[Any], keywords: dict[str, Any]) -> NoReturn:
        if inspect.iscoroutinefunction(target):
            self._point_at(target)
            raise NotSynchronous(
                f"{self._target_name} is a coroutine function (async def), and a plain one is asked for. Write `def`."
            )
        self._returned(self._begin(target, arguments, keywords))

    async def _attempt(self, target: Any, arguments: list[Any], keywords: dict[str, Any]) -> NoReturn:
        try:
            awaitable = self._begin(target, arguments, keywords)
            if not inspect.isawaitable(awaitable):
                self._point_at(target)
                raise NotAsynchronous(
                    f"{self._target_name} is called like a coroutine function, and it gave {name_of(type(awaitable))} "
                    "immediately. Write `async def`, and `return` the result at its end."
                )
            value = await awaitable
        except BaseException as error:
            self._raised(error)
        self._returned(value)

    def _begin(self, target: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        try:
            return target(*arguments, **keywords)
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise  # from inside of it
            self._point_at(target)
            number = len(arguments) + len(keywords)
            raise WrongSignature(
                f"{self._target_name} cannot be called as it has to be, with {number} argument{'s' * (number != 1)}: "
                f"{TypeError.__str__(error)}. Keep the parameters that it had in the beginning."
            ) from None

    def _point_at(self, target: Any) -> None:
        code = getattr(target, "__code__", None)
        if isinstance(code, CodeType):
            self._observer.notice("not_as_asked", "", self._observer.places.of_code(code))

    def _run_loop(self, start: Callable[[], Coroutine[Any, Any, NoReturn]], run: Run) -> NoReturn:
        """Run a coroutine of ours in a loop of ours, whatever the submission did to asyncio's policies."""

        async def main() -> NoReturn:
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(self._observer.loop_error)
            task = asyncio.current_task()
            assert task is not None
            task.set_name(run.target)
            self._ours.add(task)
            if isinstance(loop, loops.BubbleLoop):
                loop.count_from_here()
            else:
                loop.set_default_executor(loops.DefaultPool())
            if run.heartbeat is not None:
                self._ours.add(asyncio.create_task(self._beat(run.heartbeat), name="heartbeat"))

            def cancel() -> None:
                loop.call_soon_threadsafe(self._cancel, task)

            self._bubble.on_cancel = cancel
            await start()

        with asyncio.Runner(loop_factory=self._new_loop) as runner:
            runner.run(main())

    def _cancel(self, task: "asyncio.Task[Any]") -> None:
        self._cancellation = CancellationTrace(task, self._observer.places)
        self._cancellation.begin()
        task.cancel()

    def _new_loop(self) -> asyncio.AbstractEventLoop:
        return NetworkedLoop(self._bubble) if self._job.virtual else asyncio.SelectorEventLoop()

    async def _beat(self, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            self._wire.say(Beat())
            self._wire.flush()

    # ------------------------------------------------------------ many calls on one object

    def _crowd(self, run: Run, target: Any, arguments: list[Any], services: dict[str, Any]) -> NoReturn:
        calls = [(call, [read(argument, services) for argument in call.arguments]) for call in run.calls]
        if run.manner == "tasks":
            self._run_loop(lambda: self._crowd_of_tasks(target, arguments, calls), run)
        else:
            self._crowd_of_threads(self._begin(target, arguments, {}), calls)

    async def _crowd_of_tasks(
        self, target: Any, arguments: list[Any], calls: list[tuple[MethodCall, list[Any]]]
    ) -> NoReturn:
        try:
            made = self._begin(target, arguments, {})

            async def one(call: MethodCall, values: list[Any]) -> Any:
                return await getattr(made, call.method)(*values)

            tasks = [asyncio.create_task(one(*call), name=f"{call[0].method} {n}") for n, call in enumerate(calls, 1)]
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        except BaseException as error:
            self._raised(error)
        self._returned(list(outcomes))

    def _crowd_of_threads(self, made: Any, calls: list[tuple[MethodCall, list[Any]]]) -> NoReturn:
        outcomes: list[Any] = [None] * len(calls)

        def one(n: int, call: MethodCall, values: list[Any]) -> None:
            try:
                outcomes[n] = getattr(made, call.method)(*values)
            except BaseException as error:
                outcomes[n] = error

        threads = [
            threading.Thread(target=one, args=(n, *call), name=f"{call[0].method} {n + 1}")
            for n, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._returned(outcomes)

    # ------------------------------------------------------------ the end

    def _returned(self, value: Any) -> NoReturn:
        if self._cancellation is not None:
            self._observer.notice("cancellation_swallowed", "", self._cancellation.end())
        try:
            self._bubble.settle()
            self._observer.take_stock(self._ours)
            self._wire.say(Returned(self._writer().write(value)))
            self._wire.rest()
        except (Unwritable, ProtocolViolation) as error:
            self._raised(ValueTooLarge(f"cannot be judged: {error}"))

    def _raised(self, error: BaseException, importing: bool = False) -> NoReturn:
        if self._cancellation is not None:
            self._cancellation.end()
        error = self._as_driven(error)
        written = self._writer().write_error(error)
        self._observer.clues.came_out(error)
        # The frames of the traceback keep clients, files and coroutines alive that are long out of use. (The methods of
        # the error itself are not asked: they are the learner's.)
        BaseException.with_traceback(error, None)
        del error
        if not importing:
            self._bubble.settle()
            self._observer.take_stock(self._ours)
        self._wire.say(Raised(written, importing))
        self._wire.rest()

    def _as_driven(self, error: BaseException) -> BaseException:
        """An error of the driver's own line means that what it drives is not what it was in the beginning."""
        traceback = vars(BaseException)["__traceback__"].__get__(error)
        while traceback is not None and traceback.tb_next is not None:
            traceback = traceback.tb_next
        if traceback is None or traceback.tb_frame.f_code.co_filename != self._driver:
            return error
        if type(error) is not TypeError and type(error) is not AttributeError:
            return error
        return WrongSignature(
            f"{self._target_name} cannot be used as it has to be: {Exception.__str__(error)}. "
            "Keep the names, the parameters and the kind (`async def` or `def`) that it had in the beginning."
        )

    def _writer(self) -> Writer:
        return Writer(self._files)


def _load(name: str, path: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path, loader=idle.CountingLoader(name, path))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a real module: a process pool finds its functions by name
    spec.loader.exec_module(module)
    return module
