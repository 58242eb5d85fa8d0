"""Every kind of bad input: what is said about it, what else is graded all the same, and that nothing is left of it.

One session grades them all. After each, the next submission must be graded as if nothing had been, and no process, no
descriptor and no file may be left.
"""

import os
import re
import shutil
import socket
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from asynclings.grading import lab
from asynclings.grading.failures import CheckFailed
from asynclings.grading.order import PROCESSOR_SECONDS, Order
from asynclings.grading.program import Program
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission, submission_in
from asynclings.report.model import CheckResult, ExerciseResult
from asynclings.sandbox import landlock, limits, seccomp
from asynclings.sandbox.keeper import NoZygote
from asynclings.track import Exercise
from asynclings.track.exercise import Allowance
from asynclings.track.work import Work
from asynclings.world.world import World

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes, pipes and limits of POSIX")

GRADER = '''
"""Ticks."""

from asynclings.grading import Lab, Service, Story, check, operation


class Ticker(Service):
    @operation("async")
    def tick(self, number: int) -> Story[int]:
        yield 1
        return number * 10


@check("Correct")
def test_ticks(lab: Lab) -> None:
    """The ticks of all numbers are returned."""
    lab.run("ticks", Ticker(), [1, 2]).returned([10, 20])


@check("Plain")
def test_double(lab: Lab) -> None:
    """The double is returned."""
    lab.run("double", 21, manner="sync").returned(42)
'''
RIGHT_DOUBLE = "\n\ndef double(number):\n    return number * 2\n"
RIGHT_TICKS = "async def ticks(ticker, numbers):\n    return [await ticker.tick(n) for n in numbers]\n"
IMPORTS = "import asyncio, ctypes, os, signal, socket, sys, threading, time, collections, itertools\n"
Policy = tuple[Allowance, ...]
REAL_SECONDS = 2.0  # for the few that wait in earnest


class Tiny:
    """An exercise of two checks that have nothing to do with each other, and a session that grades it."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.session = session
        self.file = folder / "work" / "tiny.py"
        self.exercise = Exercise(slug="tiny/tiny", title="Tiny", points=10, seconds=60.0, retired=False, root=folder)
        for file, text in ((self.exercise.grader, GRADER), (self.exercise.stub, "# stub\n"), (self.file, "")):
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
        self.grade(RIGHT_TICKS + RIGHT_DOUBLE)  # whatever is opened for the first time, is now

    def grade(self, source: str | bytes, seconds: float = 60.0, policy: Policy = ()) -> ExerciseResult:
        self.file.write_bytes(source.encode() if isinstance(source, str) else source)
        return self.grade_file(self.file, seconds, policy)

    def grade_file(self, file: Path, seconds: float = 60.0, policy: Policy = ()) -> ExerciseResult:
        exercise = msgspec.structs.replace(self.exercise, seconds=seconds, policy=policy)
        return self.session.grade(Submission(exercise, file, "tiny.py"))

    def nothing_is_left(self, descriptors: int) -> None:
        """The next submission is graded rightly, and of the last one nothing is there any more."""
        after = self.grade(RIGHT_TICKS + RIGHT_DOUBLE)
        assert (after.points, said(after)) == (10, ["", ""])
        (zygote,) = psutil.Process().children()
        assert zygote.cmdline()[2:4] == ["-m", "asynclings.worker"]
        waiting = zygote.children(recursive=True)  # the next worker stands by where none can be reached by another
        firm = landlock.available() and seccomp.available() and not self.session.engine.without
        assert len(waiting) == int(bool(firm))
        if os.getuid() == 0:  # the zygote hides from other users' processes
            assert zygote.num_fds() == 4 + len(waiting)
        assert self.descriptors() == descriptors
        assert [file.name.partition("-")[0] for file in self.session.engine.folder.iterdir()] in (["empty"], [])

    def descriptors(self) -> int:
        return psutil.Process().num_fds()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with Session(seed=1) as session:
        yield Tiny(tmp_path_factory.mktemp("tiny"), session)


def said(result: ExerciseResult) -> list[str]:
    return [check.message for check in result.checks]


def verdict(result: ExerciseResult) -> str:
    return "".join(check.status[0].upper() for check in result.checks)


def line(check: CheckResult) -> str | None:
    return None if check.line is None else check.line.text.strip()


DEFINED = "async def ticks(ticker, numbers):"  # where no line shows more


@dataclass(frozen=True)
class Bad:
    """A submission, its verdict (of ``ticks``, of ``double``), words of the first message, the line it shows."""

    name: str
    source: str
    verdict: str
    words: tuple[str, ...] = ()
    line: str | None = None
    seconds: float = 60.0
    processor_seconds: int = PROCESSOR_SECONDS
    policy: Policy = ()


def body(name: str, text: str, verdict: str, *words: str, line: str | None = None, **limits: Any) -> Bad:
    """``ticks`` with this body; ``double`` is right."""
    indented = textwrap.indent(textwrap.dedent(text), "    ")
    source = f"{IMPORTS}async def ticks(ticker, numbers):\n{indented}\n{RIGHT_DOUBLE}"
    return Bad(name, source, verdict, words, line, **limits)


def burning(name: str, text: str, *words: str, line: str | None = None) -> Bad:
    """The same, where it uses up its processor time."""
    return body(
        name, text, "FP", "After 1 s of processor time", "still computing", "loop", line=line, processor_seconds=1
    )


def module(name: str, text: str, verdict: str, *words: str, line: str | None = None, **limits: Any) -> Bad:
    """This, and then everything right."""
    source = f"{IMPORTS}{textwrap.dedent(text)}\n{RIGHT_TICKS}{RIGHT_DOUBLE}"
    return Bad(name, source, verdict, words, line, **limits)


def ticks(name: str, text: str, verdict: str, *words: str, line: str | None = None) -> Bad:
    """This for ``ticks``; ``double`` is right."""
    return Bad(name, f"{textwrap.dedent(text)}\n{RIGHT_DOUBLE}", verdict, words, line)


RIGHT_BODY = "return [await ticker.tick(n) for n in numbers]"

BAD = [
    # ------------------------------------------------------------ what cannot be imported, or not be called
    ticks("function missing", "", "EP", "does not define ticks", "the name that it has"),
    ticks("no function", "ticks = 3", "EP", "ticks cannot be called", "'int' object is not callable"),
    ticks(
        "syntax error",
        "async def ticks(ticker, numbers)\n    return 1",
        "EE",
        "could not be imported",
        "SyntaxError",
        "expected ':'",
        "line 1",
        line="async def ticks(ticker, numbers)",
    ),
    ticks("indentation", "async def ticks(ticker, numbers):\nreturn 1", "EE", "IndentationError", line="return 1"),
    module(
        "import of what is not there",
        "import numpy_of_mine",
        "EE",
        "ModuleNotFoundError",
        "numpy_of_mine",
        "standard library",
        line="import numpy_of_mine",
    ),
    module(
        "import of a name that is not there",
        "from asyncio import gather_all",
        "EE",
        "ImportError",
        "gather_all",
        line="from asyncio import gather_all",
    ),
    module("error at import", "limit = LIMIT", "EE", "NameError", "LIMIT", line="limit = LIMIT"),
    module("exit at import", "sys.exit(3)", "EE", "could not be imported", "SystemExit(3)", line="sys.exit(3)"),
    ticks(
        "too few parameters",
        "async def ticks():\n    return 1",
        "EP",
        "ticks cannot be called",
        "2 arguments",
        "takes 0 positional",
        "Keep the parameters",
        line="async def ticks():",
    ),
    ticks(
        "too many parameters",
        "async def ticks(a, b, c):\n    return 1",
        "EP",
        "missing 1 required",
        "'c'",
        line="async def ticks(a, b, c):",
    ),
    ticks(
        "plain where async is asked",
        "def ticks(ticker, numbers):\n    return [10, 20]",
        "EP",
        "gave list immediately",
        "async def",
        line="def ticks(ticker, numbers):",
    ),
    ticks(
        "generator where async is asked",
        "async def ticks(ticker, numbers):\n    yield 1",
        "EP",
        "gave async_generator immediately",
        "return",
        line="async def ticks(ticker, numbers):",
    ),
    Bad(
        "async where plain is asked",
        RIGHT_TICKS + "async def double(number):\n    return 42\n",
        "PE",
        ("double is a coroutine function", "Write `def`"),
        "async def double(number):",
    ),
    Bad(
        "plain with too few parameters",
        RIGHT_TICKS + "def double():\n    return 42\n",
        "PE",
        ("double cannot be called", "with 1 argument:"),
        "def double():",
    ),
    # ------------------------------------------------------------ what comes back
    body("tuple for a list", "return (10, 20)", "FP", "returned (10, 20)", "expected was [10, 20]", line=DEFINED),
    body("nothing", "pass", "FP", "returned None", "expected was [10, 20]", line=DEFINED),
    body(
        "a list that claims to be equal",
        """
        class Liar(list):
            def __eq__(self, other): return True
        return Liar()""",
        "FP",
        "<Liar object>",
        "expected was [10, 20]",
        line=DEFINED,
    ),
    body("huge list", "return [0] * 1_000_000", "FP", "cannot be judged", "100,000 parts", line=DEFINED),
    body("huge text", "return 'x' * 1_000_000", "FP", "cannot be judged", "1,000,000 characters", line=DEFINED),
    body("huge number", "return 1 << 100_000", "FP", "cannot be judged", "100,001 bits", line=DEFINED),
    body("too much in pieces", "return ['x' * 300_000] * 10", "FP", "cannot be judged", "may travel", line=DEFINED),
    body("cycle", "made = []; made.append(made); return made", "FP", "cannot be judged", "40 deep", line=DEFINED),
    # ------------------------------------------------------------ errors
    body(
        "error",
        "raise ValueError('no')",
        "FP",
        "It raised ValueError: no.",
        "should have returned",
        line="raise ValueError('no')",
    ),
    body(
        "error that cannot be shown",
        """
        class Nasty(Exception):
            def __str__(self): os._exit(0)
            __repr__ = __eq__ = __hash__ = __class__ = __getattribute__ = __str__
        raise Nasty('boo')""",
        "FP",
        "Nasty: boo",
        line="raise Nasty('boo')",
    ),
    body(
        "error whose class lies",
        """
        class Meta(type):
            __name__ = property(lambda self: os._exit(0))
            __instancecheck__ = lambda *arguments: os._exit(0)
        class Nasty(Exception, metaclass=Meta):
            args = property(lambda self: os._exit(0))
            __traceback__ = __cause__ = __context__ = __notes__ = args
        raise Nasty('boo')""",
        "FP",
        "Nasty: boo",
        line="raise Nasty('boo')",
    ),
    body("SystemExit", "sys.exit(3)", "EP", "SystemExit(3)", "ends a whole program", line="sys.exit(3)"),
    body("KeyboardInterrupt", "raise KeyboardInterrupt", "FP", "KeyboardInterrupt", line="raise KeyboardInterrupt"),
    body(
        "endless recursion",
        "def deeper(): return deeper()\ndeeper()",
        "FP",
        "RecursionError",
        "maximum recursion depth",
        line="def deeper(): return deeper()",
    ),
    # ------------------------------------------------------------ what breaks off
    body("os._exit", "os._exit(0)", "EP", "broke off", "exit code 0", "os._exit"),
    body("killed", "os.kill(os.getpid(), signal.SIGKILL)", "EP", "broke off", "SIGKILL"),
    body("terminated", "os.kill(os.getpid(), signal.SIGTERM)\nawait asyncio.sleep(1)", "EP", "SIGTERM"),
    body("crash", "ctypes.string_at(0)", "EP", "SIGSEGV", line="ctypes.string_at(0)"),
    body("abort", "os.abort()", "EP", "SIGABRT", line="os.abort()"),
    module("exit of the process at import", "os._exit(0)", "EE", "while it was imported", "exit code 0"),
    # ------------------------------------------------------------ what does not end
    body(
        "deadlock",
        "await asyncio.Event().wait()",
        "FP",
        "Deadlock",
        "ticks waits for Event.wait()",
        line="await asyncio.Event().wait()",
    ),
    body(
        "deadlock of threads",
        "threading.Lock().acquire(); lock = threading.Lock()\nwith lock: lock.acquire()",
        "FP",
        "Deadlock",
        "threading.Lock",
        line="with lock: lock.acquire()",
    ),
    body(
        "deadlock that only the operating system sees",
        "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\nlock.acquire()  # again",
        "FP",
        "Deadlock: at 0 s every thread waits",
        "queues and events of threading, queue and asyncio",
        line="lock.acquire()  # again",
    ),
    body(
        "lock of C held while time is to pass",
        """
        import _thread
        lock = _thread.allocate_lock()
        def hold():
            with lock: time.sleep(1)
        thread = threading.Thread(target=hold)
        thread.start()
        await asyncio.sleep(0)
        with lock: thread.join()""",
        "FP",
        "Deadlock: at 0 s every thread waits",
        "lock that the simulated world does not know",
        line="with lock: thread.join()",
    ),
    body(
        "runs for ever",
        "while True: await asyncio.sleep(10)",
        "FP",
        "runs for ever",
        "an hour",
        "sleep()",
        line="while True: await asyncio.sleep(10)",
    ),
    body(
        "polls the loop",
        "while True: await asyncio.sleep(0)",
        "FP",
        "Livelock",
        "50,000 times",
        line="while True: await asyncio.sleep(0)",
    ),
    body("waits busily", "while time.monotonic() < 5: pass", "FP", "Livelock", line="while time.monotonic() < 5: pass"),
    body(
        "polls in short steps",
        "while True: await asyncio.sleep(0.001)",
        "FP",
        "does not end",
        "8,000 times",
        line="while True: await asyncio.sleep(0.001)",
    ),
    module(
        "deadlock at import",
        "asyncio.run(asyncio.Event().wait())",
        "EE",
        "Deadlock",
        "while it was imported",
        line="asyncio.run(asyncio.Event().wait())",
    ),
    body("endless idle loop", "while True: pass", "FP", "Livelock", "without ever waiting", line="while True: pass"),
    burning("endless loop", "n = 0\nwhile True: n += 1", "nobody else gets a turn", line="while True: n += 1"),
    burning(
        "endless loop in C",
        "collections.deque(itertools.count(), maxlen=0)",
        line="collections.deque(itertools.count(), maxlen=0)",
    ),
    burning("huge power", "return 3 ** (10 ** 9)", line="return 3 ** (10 ** 9)"),
    burning(
        "endless loop in a thread",
        "await asyncio.to_thread(lambda: [0 for _ in iter(int, 1)])",
        line="await asyncio.to_thread(lambda: [0 for _ in iter(int, 1)])",
    ),
    burning(
        "endless loop that hears no signal", "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nn = 0\nwhile True: n += 1"
    ),
    module(
        "endless loop at import",
        "n = 0\nwhile True: n += 1",
        "EE",
        "While it was imported",
        "1 s of processor time",
        line="while True: n += 1",
        processor_seconds=1,
    ),
    module(
        "deadlock at import that only the operating system sees",
        "import _queue\n_queue.SimpleQueue().get()",
        "EE",
        "While it was imported: deadlock",
        line="_queue.SimpleQueue().get()",
    ),
    module(
        "waits in earnest at import",
        "os.read(os.pipe()[0], 1)",
        "EE",
        "While it was imported",
        "2 s of real time",
        "outside the simulated world",
        line="os.read(os.pipe()[0], 1)",
        seconds=REAL_SECONDS,
    ),
    # ------------------------------------------------------------ too much
    body(
        "prints for ever",
        "while True: print('x' * 1000)",
        "EP",
        "printed more than 8 MiB",
        "loop",
        line="while True: print('x' * 1000)",
    ),
    body(
        "prints a lot at once",
        "print('x' * 20_000_000)",
        "EP",
        "printed more than 8 MiB",
        line="print('x' * 20_000_000)",
    ),
    body(
        "writes a long file",
        "open('long', 'wb').write(bytes(9 << 20))",
        "EP",
        "a file of more than 8 MiB",
        line="open('long', 'wb').write(bytes(9 << 20))",
        policy=("disk",),
    ),
    body(
        "writes a file where none may be",
        f"open('notes', 'w').close()\n{RIGHT_BODY}",
        "EP",
        "denied what it asked of the machine (PermissionError",
        "your code may not start processes, write files, or",
        line="open('notes', 'w').close()",
    ),
    body(
        "asks for a temporary file where none may be",
        f"import tempfile\nwith tempfile.TemporaryFile() as file: file.write(b'word')\n{RIGHT_BODY}",
        "EP",
        "denied what it asked of the machine (FileNotFoundError",
        "write files",
        line="with tempfile.TemporaryFile() as file: file.write(b'word')",
    ),
    body(
        "asks for a data base where none may be",
        f"import sqlite3\nsqlite3.connect('notes.db').execute('create table t (x)')\n{RIGHT_BODY}",
        "EP",
        "denied what it asked of the machine (OperationalError",
        "write files",
        line="sqlite3.connect('notes.db').execute('create table t (x)')",
    ),
    body(
        "writes files where it may",
        f"import tempfile\nopen('notes', 'w').close()\ntempfile.TemporaryFile().close()\n{RIGHT_BODY}",
        "PP",
        policy=("disk",),
    ),
    body(
        "asks for much memory",
        "block = bytearray(2 << 30)",
        "EP",
        "more memory than the 768 MiB",
        line="block = bytearray(2 << 30)",
    ),
    module(
        "keeps all memory",
        """
        kept = []
        async def hog(ticker, numbers):
            while True: kept.append(bytearray(1 << 20))
        """,
        "PP",
    ),  # only to be sure that it is not what the next one does by itself
    Bad(
        "keeps all memory for itself",
        IMPORTS + "kept = []\nasync def ticks(ticker, numbers):\n"
        "    while True: kept.append(bytearray(10_000))\n" + RIGHT_DOUBLE,
        "EP",
        ("more memory than the 768 MiB",),
        "while True: kept.append(bytearray(10_000))",
    ),
    # ------------------------------------------------------------ the outside
    body("prints", f"print('hello', file=sys.stderr)\nprint('hello')\n{RIGHT_BODY}", "PP"),
    body("input()", "input('How many? ')", "EP", "standard input", "nobody types", line="input('How many? ')"),
    body("reads what is not there", "return sys.stdin.read()", "FP", "returned ''", line=DEFINED),
    body(
        "socket",
        "socket.create_connection(('example.org', 80))",
        "EP",
        "real network",
        "example.org",
        "only through httpx, aiohttp",
        line="socket.create_connection(('example.org', 80))",
    ),
    body(
        "address",
        "socket.socket().connect(('192.0.2.1', 80))",
        "EP",
        "real network",
        "192.0.2.1",
        line="socket.socket().connect(('192.0.2.1', 80))",
    ),
    body(
        "datagram",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 80))",
        "EP",
        "real network",
        "AF_INET",
        line="socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 80))",
    ),
    body(
        "urllib",
        "import urllib.request\nurllib.request.urlopen('http://example.org')",
        "EP",
        "real network",
        line="urllib.request.urlopen('http://example.org')",
    ),
    body(
        "http.client",
        "import http.client\nhttp.client.HTTPConnection('example.org').request('GET', '/')",
        "EP",
        "real network",
        line="http.client.HTTPConnection('example.org').request('GET', '/')",
    ),
    body(
        "like requests",
        """
        class ConnectionFailed(OSError): pass
        try:
            socket.create_connection(('example.org', 80))
        except OSError as error:
            raise ConnectionFailed('no luck') from error""",
        "EP",
        "real network",
        line="raise ConnectionFailed('no luck') from error",
    ),
    body(
        "streams",
        "await asyncio.open_connection('example.org', 80)",
        "FP",
        "ConnectionRefusedError",
        "there is no site 'example.org'",
        line="await asyncio.open_connection('example.org', 80)",
    ),
    body(
        "socket in a thread",
        "await asyncio.to_thread(socket.create_connection, ('example.org', 80))",
        "EP",
        "real network",
        line="await asyncio.to_thread(socket.create_connection, ('example.org', 80))",
    ),
    body(
        "socket, and the error swallowed",
        """
        try: socket.create_connection(('example.org', 80))
        except OSError: return [0]""",
        "FP",
        "returned [0]",
        "real network",
        line="try: socket.create_connection(('example.org', 80))",
    ),
    module(
        "socket at import",
        "socket.create_connection(('example.org', 80))",
        "EE",
        "could not be imported",
        "real network",
        line="socket.create_connection(('example.org', 80))",
    ),
    module(
        "httpx at import",
        "import httpx\nhttpx.get('http://example.org')",
        "EE",
        "could not be imported",
        "not while the file is imported",
        line="httpx.get('http://example.org')",
    ),
    # ------------------------------------------------------------ tampering
    body("closes everything", "os.closerange(3, 128)\nreturn [10, 20]", "EP", "closed the connection to the grader"),
    body(
        "closes the output too", "os.closerange(0, 128)\nreturn [10, 20]", "EP", "closed the connection to the grader"
    ),
    body(
        "closes everything, and ends a moment later",
        "os.closerange(3, 128)\nctypes.CDLL(None).usleep(50_000)\nos._exit(7)",
        "EP",
        "exit code 7",
    ),
    body(
        "writes into everything",
        """
        for descriptor in range(3, 32):
            try: os.write(descriptor, b'garbage, garbage')
            except OSError: pass
        return [10, 20]""",
        "EP",
        "broke the grader's protocol",
        "Leave alone",
    ),
    body(
        "writes half a message",
        """
        for descriptor in range(3, 32):
            try: os.write(descriptor, b'\\0\\0\\0\\x05\\x91\\x92\\xa4Star')
            except OSError: pass
        return [10, 20]""",
        "EP",
        "broke the grader's protocol",
        "could not be read",
    ),
    body("closes stdout", f"sys.stdout.close()\n{RIGHT_BODY}", "PP"),
    body(
        "replaces stdout",
        f"""
        class Evil:
            def flush(self): os._exit(0)
        sys.stdout = Evil()
        {RIGHT_BODY}""",
        "PP",
    ),
    body("replaces stdout by nothing", f"sys.stdout = sys.stderr = sys.__stdout__ = None\n{RIGHT_BODY}", "PP"),
    body(
        "patches time", f"asyncio.sleep = time.sleep = lambda *a: None\ntime.monotonic = lambda: 0\n{RIGHT_BODY}", "PP"
    ),
    module("patches asyncio", "asyncio.Runner = None", "FP", "TypeError", line=DEFINED),
    module(
        "a policy of its own",
        """
        class Policy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self): raise RuntimeError('my loop, or none')
        asyncio.set_event_loop_policy(Policy())""",
        "PP",
    ),
    module("asyncio.run at import", "asyncio.run(asyncio.sleep(100))", "PP"),
    body(
        "a loop within the loop",
        """
        loop = asyncio.get_running_loop()
        def run(coroutine):  # as nest_asyncio does
            task = loop.create_task(coroutine)
            current = asyncio.tasks._current_tasks.pop(loop)
            while not task.done():
                loop._run_once()
            asyncio.tasks._current_tasks[loop] = current
            return task.result()
        async def one(n):
            return await ticker.tick(n)
        return [run(one(n)) for n in numbers]""",
        "PP",
    ),
    body(
        "leaves what cannot be removed",
        f"os.mkdir('locked')\nopen('locked/file', 'w').close()\nos.chmod('locked', 0)\n{RIGHT_BODY}",
        "PP",
        policy=("disk",),
    ),
    # ------------------------------------------------------------ what goes on beside it
    body("a thread that never ends", f"threading.Thread(target=time.sleep, args=(1e9,)).start()\n{RIGHT_BODY}", "PP"),
    module(
        "a thread that never ends, from the import on", "threading.Thread(target=time.sleep, args=(1e6,)).start()", "PP"
    ),
    body(
        "forks behind the interpreter's back",
        """
        if ctypes.CDLL(None).fork() == 0:
            os.read(os.pipe()[0], 1)
        os._exit(0)""",
        "EP",
        "exit code 0",
    ),
]


# What the kernel's layers do not let anybody do. Here everybody may: what is to be seen is that they are not needed.
PORTABLE = [
    body(
        "replaces its stacks by a pipe",
        f"""
        for name in os.listdir('..'):
            if os.path.isfile(f'../{{name}}'):
                os.remove(f'../{{name}}')
                os.mkfifo(f'../{{name}}')
        {RIGHT_BODY}""",
        "PP",
    ),
    body(
        "replaces itself by a pipe",
        "os.remove(__file__)\nos.mkfifo(__file__)\nraise ValueError('no')",
        "FE",
        "ValueError: no",
        seconds=REAL_SECONDS,
    ),
    body(
        "removes everything",
        f"""
        import shutil
        shutil.rmtree(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
        {RIGHT_BODY}""",
        "PE",
    ),
    body("forks", f"os.fork()\n{RIGHT_BODY}", "PP"),
    body("forks a child that stays", f"if os.fork() == 0:\n    while True: time.sleep(1)\n{RIGHT_BODY}", "PP"),
    body(
        "forks a child that stays alone",
        "if os.fork() == 0:\n    while True: time.sleep(1)\nos._exit(0)",
        "EP",
        "exit code 0",
    ),
    body(
        "forks a hundred children",
        f"""
        for _ in range(100):
            if os.fork() == 0:
                while True: time.sleep(1)
        {RIGHT_BODY}""",
        "PP",
    ),
    body(
        "forks children of children",
        f"""
        for _ in range(6): os.fork()
        {RIGHT_BODY}""",
        "PP",
    ),
]


@pytest.fixture
def portable(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """The same without the layers of the kernel, as on a system that has none."""
    monkeypatch.setattr(tiny.session.engine, "without", frozenset({"landlock", "seccomp"}))
    return tiny


@pytest.mark.parametrize("bad", PORTABLE, ids=lambda bad: bad.name)
def test_without_the_kernels_layers_nothing_else_suffers_either(
    portable: Tiny, bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_bad_input_is_named_and_nothing_else_suffers(portable, bad, monkeypatch)


@pytest.mark.skipif(not (landlock.available() and seccomp.available()), reason="this kernel lacks Landlock, or seccomp")
@pytest.mark.parametrize("bad", PORTABLE, ids=lambda bad: bad.name)
def test_with_the_kernels_layers_it_is_refused(tiny: Tiny, bad: Bad) -> None:
    descriptors = tiny.descriptors()
    result = tiny.grade(bad.source, policy=bad.policy)
    assert (verdict(result), "PermissionError" in said(result)[0]) == ("EP", True), said(result)
    tiny.nothing_is_left(descriptors)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_input_is_named_and_nothing_else_suffers(tiny: Tiny, bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    # The limit is in seconds of the processor, which other processes cannot use up.
    monkeypatch.setattr(lab, "Order", partial(Order, processor_seconds=bad.processor_seconds))
    descriptors = tiny.descriptors()
    result = tiny.grade(bad.source, bad.seconds, bad.policy)
    first = next((check for check in result.checks if check.status != "passed"), result.checks[0])
    assert verdict(result) == bad.verdict, said(result)
    assert [word for word in bad.words if word not in first.message] == [], first.message
    assert line(first) == bad.line, first.line
    assert first.message.endswith((".", "")[first.status == "passed"])
    assert result.max_points == 10 and result.points == 5 * bad.verdict.count("P")
    tiny.nothing_is_left(descriptors)


def test_a_recursion_too_deep_for_c_is_a_crash_or_an_error(tiny: Tiny) -> None:
    """Which, depends on the version of Python."""
    descriptors = tiny.descriptors()
    deep = "sys.setrecursionlimit(10**9)\ndef deeper(n):\n    return sorted([n], key=deeper)\ndeeper(1)"
    result = tiny.grade(body("", deep, "").source)
    assert (verdict(result), line(result.checks[0])) in (
        ("EP", "return sorted([n], key=deeper)"),
        ("FP", "return sorted([n], key=deeper)"),
    )
    assert ("RecursionError" if verdict(result) == "FP" else "SIGSEGV: usually a recursion") in said(result)[0]
    tiny.nothing_is_left(descriptors)


# ---------------------------------------------------------------- files


def test_missing_file(tiny: Tiny) -> None:
    result = tiny.grade_file(tiny.file.with_name("gone.py"))
    assert verdict(result) == "EE" and result.max_points == 10
    assert said(result) == ["There is no file gone.py. Get it back from the assignment, or from your last commit."] * 2


def test_link_pipe_folder_socket_and_device_are_no_submissions(tiny: Tiny, tmp_path: Path) -> None:
    descriptors = tiny.descriptors()
    file = tmp_path / "tiny.py"
    for kind, make in {
        "a symbolic link": lambda: file.symlink_to(tiny.file),
        "a symbolic link ": lambda: file.symlink_to("/dev/zero"),
        "a named pipe": lambda: os.mkfifo(file),
        "a folder": file.mkdir,
    }.items():
        make()
        result = tiny.grade_file(file)
        assert verdict(result) == "EE"
        assert f"tiny.py is {kind.strip()}; a submission is a regular file" in said(result)[0]
        file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(file))
        assert "tiny.py cannot be read" in said(tiny.grade_file(file))[0]
    file.unlink()
    tiny.nothing_is_left(descriptors)


@pytest.mark.parametrize("linked", ["exercises", "exercises/tiny"])
def test_work_behind_a_linked_folder_is_somebody_elses(tiny: Tiny, tmp_path: Path, linked: str) -> None:
    tiny.grade(RIGHT_TICKS + RIGHT_DOUBLE)
    theirs = tmp_path / "theirs"
    shutil.copytree(tiny.file.parent, theirs / "tiny")
    mine = tmp_path / "mine"
    (mine / linked).parent.mkdir(parents=True)
    (mine / linked).symlink_to(theirs if linked == "exercises" else theirs / "tiny")
    result = tiny.session.grade(submission_in(Work(mine), tiny.exercise))
    assert verdict(result) == "EE"
    assert said(result)[0].startswith(f"{linked} is a symbolic link; a submission lies in folders of its own.")


def test_whoever_is_given_a_link_to_the_whole_work_follows_it(tiny: Tiny, tmp_path: Path) -> None:
    tiny.grade(RIGHT_TICKS + RIGHT_DOUBLE)
    shutil.copytree(tiny.file.parent, tmp_path / "theirs" / "exercises" / "tiny")
    (tmp_path / "given").symlink_to(tmp_path / "theirs")
    assert verdict(tiny.session.grade(submission_in(Work(tmp_path / "given"), tiny.exercise))) == "PP"


SOURCE = RIGHT_TICKS + RIGHT_DOUBLE


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (f"# \xe9\n{SOURCE}".encode("latin-1"), ("not UTF-8", "line 1", "0xe9", "Save it as UTF-8")),
        (SOURCE.encode("utf-16"), ("UTF-16", "Save it as UTF-8")),
        (SOURCE.encode("utf-16-le"), ("not text", "line 1", "zero byte")),
        (f"{SOURCE}# \0\n".encode(), ("not text", "line 7", "zero byte")),
        (
            f"<<<<<<< before updating\n{SOURCE}=======\n>>>>>>> after\n".encode(),
            ("conflict markers", "line 1", "keep the right"),
        ),
        (b"#" * (1 << 20) + b"#", ("1,048,577 bytes", "at most 1,048,576")),
    ],
    ids=["latin-1", "utf-16", "utf-16-le", "zero byte", "conflict markers", "too long"],
)
def test_what_is_no_text_is_refused(tiny: Tiny, source: bytes, words: tuple[str, ...]) -> None:
    result = tiny.grade(source)
    assert verdict(result) == "EE"
    assert [word for word in words if word not in said(result)[0]] == [], said(result)[0]


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf" + SOURCE.encode(),
        SOURCE.replace("\n", "\r\n").encode(),
        SOURCE.replace("\n", "\r").encode(),
        SOURCE.removesuffix("\n").encode(),
        f"# \u2028 \f é 漢\n{SOURCE}".encode(),
        f"# coding: latin-1\n{SOURCE}".encode(),
    ],
    ids=["byte order mark", "CRLF", "CR", "no last line end", "odd characters", "coding line"],
)
def test_text_in_any_form_is_graded(tiny: Tiny, source: bytes) -> None:
    assert tiny.grade(source).points == 10


def test_the_line_is_the_one_that_python_counts(tiny: Tiny) -> None:
    result = tiny.grade(f"\ufeff# \u2028 \f \x1c\r\nasync def ticks(a, b): 1 / 0{RIGHT_DOUBLE}")
    assert result.checks[0].line is not None
    assert (result.checks[0].line.number, line(result.checks[0])) == (2, "async def ticks(a, b): 1 / 0")


def test_files_beside_it_do_no_harm(tiny: Tiny, tmp_path: Path) -> None:
    descriptors = tiny.descriptors()
    (tmp_path / "tiny.py").write_text(f"import httpx, random, mine\n{SOURCE}\nassert mine.here and random.random\n")
    (tmp_path / "mine.py").write_text("here = True\n")
    for name in ("httpx.py", "random.py", "asyncio.py", "conftest.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')\n")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to("/dev/zero")
    (tmp_path / "folder.py").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_text("")
    assert tiny.grade_file(tmp_path / "tiny.py").points == 10
    tiny.nothing_is_left(descriptors)


# ---------------------------------------------------------------- the zygote, and what outlives a run


def pid_in(result: ExerciseResult) -> int:
    found = re.search(r"pid (\d+)", said(result)[0])
    assert found is not None, said(result)
    return int(found[1])


DAEMON = """
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.write(writing, str(os.getpid()).encode())
            while True: time.sleep(1)
        os._exit(0)
    daemon = os.read(reading, 20).decode()
    """


def test_a_daemon_is_ended_with_the_run(portable: Tiny) -> None:
    descriptors = portable.descriptors()
    result = portable.grade(body("", f"{DAEMON}\n    raise ValueError('pid ' + daemon)", "").source)
    assert verdict(result) == "FP"
    assert not psutil.pid_exists(pid_in(result))
    portable.nothing_is_left(descriptors)


KILL_ZYGOTE = "os.kill(os.getppid(), signal.SIGKILL)\nawait asyncio.sleep(1)\nn = 0\nwhile True: n += 1"


@pytest.mark.skipif(not seccomp.available(), reason="this kernel filters no system calls")
def test_the_kernel_lets_nobody_kill_the_zygote(tiny: Tiny) -> None:
    descriptors = tiny.descriptors()
    (before,) = psutil.Process().children()
    result = tiny.grade(body("", KILL_ZYGOTE, "").source)
    assert (verdict(result), "PermissionError" in said(result)[0]) == ("EP", True), said(result)
    assert psutil.Process().children() == [before]
    tiny.nothing_is_left(descriptors)


def test_a_killed_zygote_is_replaced_and_only_the_check_that_killed_it_is_lost(portable: Tiny) -> None:
    descriptors = portable.descriptors()
    (before,) = psutil.Process().children()
    result = portable.grade(body("", KILL_ZYGOTE, "").source)
    assert verdict(result) == "EP" and result.points == 5
    assert "took the one that had started it along" in said(result)[0] and "this check is lost" in said(result)[0]
    (after,) = psutil.Process().children()
    assert after.pid != before.pid
    portable.nothing_is_left(descriptors)


@pytest.mark.skipif(not limits.LINUX, reason="elsewhere nobody hears of orphans")
def test_a_daemon_does_not_outlive_a_killed_zygote(portable: Tiny, tmp_path: Path) -> None:
    descriptors = portable.descriptors()
    source = f"""{DAEMON}
    with open({str(tmp_path / "pids")!r}, 'w') as file:
        file.write(f'{{os.getpid()}} {{daemon}}')
    ctypes.CDLL(None).prctl(1, 0)  # PR_SET_PDEATHSIG: not to be killed with the zygote
    os.kill(os.getppid(), signal.SIGKILL)
    os.closerange(3, 128)
    n = 0
    while True: n += 1"""
    assert verdict(portable.grade(body("", source, "").source)) == "EP"
    assert [psutil.pid_exists(int(pid)) for pid in (tmp_path / "pids").read_text().split()] == [False, False]
    portable.nothing_is_left(descriptors)


def test_a_zygote_that_dies_between_two_runs_costs_nobody_anything(tiny: Tiny) -> None:
    descriptors = tiny.descriptors()
    psutil.Process().children()[0].kill()
    tiny.nothing_is_left(descriptors)


def test_a_zygote_that_cannot_live_is_trouble_and_no_verdict(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptors = tiny.descriptors()
    psutil.Process().children()[0].kill()
    with monkeypatch.context() as patch, pytest.raises(NoZygote, match=r"cannot be run.*asynclings doctor"):
        patch.setattr(sys, "executable", "/bin/false")
        tiny.grade(SOURCE)
    tiny.nothing_is_left(descriptors)


def test_a_submission_cannot_take_the_place_of_the_next(portable: Tiny) -> None:
    descriptors = portable.descriptors()
    source = body(
        "",
        """
        ours = os.path.dirname(os.path.dirname(__file__))
        stem, number, mark = os.path.basename(ours).rsplit('-', 2)
        for n in range(1, 100):
            os.makedirs(os.path.join(os.path.dirname(ours), f'{stem}-{int(number) + n}-{mark}/tiny'))
        """
        + RIGHT_BODY,
        "",
    ).source
    assert portable.grade(source).points == 10
    assert portable.grade(SOURCE).points == 10
    for folder in portable.session.engine.folder.glob("submission-*"):
        shutil.rmtree(folder)
    portable.nothing_is_left(descriptors)


def test_limits_are_in_force(tiny: Tiny) -> None:
    result = tiny.grade(
        body(
            "",
            """
        import resource
        names = ('CPU', 'CORE', 'FSIZE', 'NOFILE', 'NPROC', 'DATA')
        raise ValueError({name: resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))[1] for name in names})
        """,
            "",
        ).source
    )
    found = dict(re.findall(r"'([A-Z]+)': (-?\d+)", said(result)[0]))
    assert {name: int(found[name]) for name in ("CPU", "CORE", "FSIZE", "NOFILE")} == {
        "CPU": PROCESSOR_SECONDS + 1,
        "CORE": 0,
        "FSIZE": 8 << 20,
        "NOFILE": 128,
    }
    if limits.LINUX:
        assert int(found["DATA"]) == 768 << 20
        assert os.getuid() == 0 or limits.PROCESSES < int(found["NPROC"]) < 40_000


@pytest.mark.skipif(not limits.LINUX, reason="elsewhere nobody looks")
@pytest.mark.parametrize("policy", [(), ("processes",)])
def test_a_worker_can_be_looked_at_from_outside(tiny: Tiny, policy: tuple[str, ...]) -> None:
    """Or only root would see what a worker waits for (`asynclings.sandbox.quiescence`)."""
    source = body("", "raise ValueError(ctypes.CDLL(None).prctl(3))", "").source  # PR_GET_DUMPABLE
    assert "ValueError: 1." in said(tiny.grade(source, policy=policy))[0]


def test_threads_in_real_time_that_wait_for_each_other_are_a_deadlock(tiny: Tiny) -> None:
    descriptors = tiny.descriptors()
    engine = tiny.session.engine
    folder = engine.folder / "deadlock"
    folder.mkdir()
    (folder / "tiny.py").write_text("import queue\ndef wait():\n    return queue.Queue().get()\n")
    tried = lab.Lab(engine, Program(folder, ("tiny.py",), "tiny"), "seed", policy=("processes",))
    with pytest.raises(CheckFailed, match="Deadlock: every thread waits for another one") as failed:
        tried.run_with_processes("wait", manner="sync").ended()
    assert failed.value.where is not None and failed.value.where.line == 3
    shutil.rmtree(folder)
    tiny.nothing_is_left(descriptors)


def test_a_thousand_runs_leave_nothing(tiny: Tiny) -> None:
    """Descriptors, zombies, files, here and in the zygote."""
    folder = tiny.session.engine.folder / "thousand"
    folder.mkdir()
    (folder / "tiny.py").write_text(SOURCE)
    program, order, engine = Program(folder, ("tiny.py",), "tiny"), Order("double", (21,), "sync"), tiny.session.engine
    descriptors = tiny.descriptors()
    (before,) = psutil.Process().children()
    size = before.memory_info().rss
    assert [engine.run(program, order, World([], {})).value for _ in range(1000)] == [42] * 1000
    shutil.rmtree(folder)
    tiny.nothing_is_left(descriptors)
    assert psutil.Process().children() == [before]
    assert before.memory_info().rss < size + (8 << 20)
