"""One run: import the submission, call what the grader asks for, say what came of it.

Results and errors are written down inside the coroutine: what asyncio's runner does afterwards would call methods of
the learner's objects (`asyncio.Runner.run` compares signal handlers through an enum whose message shows the task).
"""

import asyncio
import importlib.util
import multiprocessing.util
import os
import random
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from asynclings.channel import Channel
from asynclings.messages import Beat, ProtocolViolation, Raised, Ready, Returned, Run
from asynclings.sandbox.requests import Job
from asynclings.values.reading import read
from asynclings.values.writing import Unwritable, Writer
from asynclings.worker import hashing, idle
from asynclings.worker import loop as loops
from asynclings.worker.bubble import Bubble
from asynclings.worker.cancellation import CancellationTrace
from asynclings.worker.crowd import Call, in_tasks, in_threads
from asynclings.worker.disk import SlowDisk
from asynclings.worker.hygiene import HygieneObserver
from asynclings.worker.networked import NetworkedLoop
from asynclings.worker.operations import stand_in
from asynclings.worker.script import call_the_roll, run_script
from asynclings.worker.target import Target, as_driven, beginning_of, find
from asynclings.worker.wire import WorkerWire
from asynclings.worker.work import WorkObserver


class ValueTooLarge(Exception):
    """The value cannot travel."""


class Harness:
    """The worker's own part of a run. It is made once, in the zygote, and watches from then on."""

    _job: Job
    _driver: str
    _name = ""  # of what is called

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
        work = WorkObserver(self._observer)
        if "processes" in job.policy:
            work.watch()
        if not job.virtual:
            work.watch_waits()
        module = None if self._job.script else self._import()
        self._wire.say(Ready())
        run = self._wire.await_run()
        hashing.start(run)
        self._bubble.shuffle = None if run.shuffle is None else random.Random(run.shuffle)
        services = {shape.name: stand_in(shape) for shape in run.services}
        self._bubble.reachable = True
        self._bubble.outcomes.kept = not job.rendezvous
        if run.disk:
            self._disk.ask = services[run.disk].write
        try:
            self._name = run.target
            if self._job.script:
                self._run_script(run)
            self._call(run, module, services)
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

    # ------------------------------------------------------------ calling

    def _call(self, run: Run, module: Any, services: dict[str, Any]) -> NoReturn:
        what = find(module, run.target, f"{self._job.module}.py")
        self._observer.notice("target", "", beginning_of(what, self._observer.places))
        arguments = [read(argument, services) for argument in run.arguments]
        keywords = {name: read(value, services) for name, value in run.keywords.items()}
        if run.driven_by:
            what, arguments = vars(self._import_driver())[run.driven_by], [module, *arguments]
        target = Target(run.target, what)
        calls = [Call(call.method, [read(argument, services) for argument in call.arguments]) for call in run.calls]
        if run.calls and run.manner == "tasks":
            self._run_loop(lambda: self._attempt_all(target, arguments, calls), run)
        elif run.calls:
            self._call_all(target, arguments, calls)
        elif run.manner == "async":
            self._run_loop(lambda: self._attempt(target, arguments, keywords), run)
        else:
            self._returned(target.call(arguments, keywords))

    async def _attempt(self, target: Target, arguments: list[Any], keywords: dict[str, Any]) -> NoReturn:
        try:
            awaitable = target.start(arguments, keywords)
            value = await awaitable
        except BaseException as error:
            self._raised(error)
        self._returned(value)

    def _call_all(self, target: Target, arguments: list[Any], calls: list[Call]) -> NoReturn:
        made = target.begin(arguments, {})  # kept: what it holds is still there when stock is taken
        self._returned(in_threads(made, calls))

    async def _attempt_all(self, target: Target, arguments: list[Any], calls: list[Call]) -> NoReturn:
        try:
            made = target.begin(arguments, {})
            outcomes = await in_tasks(made, calls)
        except BaseException as error:
            self._raised(error)
        self._returned(outcomes)

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

    # ------------------------------------------------------------ the end

    def _returned(self, value: Any) -> NoReturn:
        if self._cancellation is not None:
            self._observer.notice("cancellation_swallowed", "", self._cancellation.end())
        try:
            self._bubble.settle()
            self._observer.take_stock(self._ours)
            self._wire.finish(Returned(self._writer().write(value)))
            self._wire.rest()
        except (Unwritable, ProtocolViolation) as error:
            self._raised(ValueTooLarge(f"cannot be judged: {error}"))

    def _raised(self, error: BaseException, importing: bool = False) -> NoReturn:
        if self._cancellation is not None:
            self._cancellation.end()
        error = as_driven(error, self._driver, self._name)
        written = self._writer().write_error(error)
        self._observer.clues.came_out(error)
        # The frames of the traceback keep clients, files and coroutines alive that are long out of use. (The methods of
        # the error itself are not asked: they are the learner's.)
        BaseException.with_traceback(error, None)
        del error
        if not importing:
            self._bubble.settle()
            self._observer.take_stock(self._ours)
        self._wire.finish(Raised(written, importing))
        self._wire.rest()

    def _writer(self) -> Writer:
        return Writer(self._files)


def _load(name: str, path: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path, loader=idle.CountingLoader(name, path))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a real module: a process pool finds its functions by name
    spec.loader.exec_module(module)
    return module
