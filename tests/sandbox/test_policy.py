"""Both layers together, as workers take them on: what goes on working, and what nobody may read."""

import asyncio
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from asynclings.kit import kit_root
from asynclings.sandbox import landlock, policy, seccomp

pytestmark = pytest.mark.skipif(
    not (landlock.available() and seccomp.available()), reason="this kernel lacks Landlock, or filters no system calls"
)

Outcome = Callable[..., str]


@pytest.fixture(scope="module")
def guard() -> policy.Guard:
    return policy.Guard()


@pytest.fixture(params=[False, True], ids=["alone", "with processes"])
def layer(request: pytest.FixtureRequest, guard: policy.Guard, tmp_path: Path) -> Callable[[], None]:
    """A worker's layers, with a folder of its own."""

    def take_on() -> None:
        os.environ["TMPDIR"] = str(tmp_path)
        tempfile.tempdir = None
        os.chdir(tmp_path)
        guard.take_on(policy.Policy(processes=request.param), [], [str(tmp_path)])

    return take_on


def test_the_layers_are_named(guard: policy.Guard, outcome: Outcome) -> None:
    expected = f"['landlock:{landlock.available()}', 'seccomp']"
    assert outcome(lambda: guard.take_on(policy.Policy(), [], [])) == expected


# ---------------------------------------------------------------- what goes on working


def loop_and_threads() -> str:
    async def main() -> str:
        reader, writer = os.pipe()
        loop = asyncio.get_running_loop()
        loop.add_reader(reader, loop.stop)
        loop.remove_reader(reader)
        os.close(writer)
        return await asyncio.to_thread(lambda: threading.current_thread().name.partition("_")[0])

    return asyncio.run(main())


def database() -> str:
    with sqlite3.connect("some.db") as connection:
        connection.execute("create table t (x)")
        connection.execute("insert into t values (7)")
    (found,) = connection.execute("select x from t")
    connection.close()
    return str(found[0])


def temporary_files() -> str:
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"word")
        file.flush()
        return Path(file.name).read_text()


def lazy_imports() -> str:
    for name in ("wsgiref.util", "this", "xml.dom.minidom", "curses.ascii"):
        sys.modules.pop(name, None)  # some other test may have imported it in this process
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        __import__(name)
    return "imported"


def installed_package() -> str:
    # In a process that has not imported it: whoever runs these tests may have.
    sys.modules.pop("h11", None)
    import h11

    return str(h11.__name__)


def local_time() -> str:
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    return time.tzname[0]


def random_numbers() -> str:
    return str(len(Path("/dev/urandom").open("rb").read(8)) + len(os.urandom(8)))


WORKING: dict[Callable[[], str], str] = {
    loop_and_threads: "asyncio",
    database: "7",
    temporary_files: "word",
    lazy_imports: "imported",
    installed_package: "h11",
    local_time: "EST",
    random_numbers: "16",
}


@pytest.mark.parametrize("work", WORKING, ids=lambda work: work.__name__)
def test_what_goes_on_working(work: Callable[[], str], layer: Callable[[], None], outcome: Outcome) -> None:
    assert outcome(work, layer) == WORKING[work]


def pool_of(start_method: str) -> Callable[[], str]:
    def count() -> str:
        context = multiprocessing.get_context(start_method)
        with ProcessPoolExecutor(2, context) as pool:
            return str(list(pool.map(abs, [-1, -2])))

    return count


def terminated_pool() -> str:
    with multiprocessing.get_context("fork").Pool(2) as pool:  # which ends its processes by a signal
        return str(pool.map(abs, [-1, -2]))


def shared_memory() -> str:
    context = multiprocessing.get_context("fork")
    number, lock = context.Value("i", 3), context.Semaphore(2)
    with lock:
        child = context.Process(target=lambda: setattr(number, "value", 4))
        child.start()
        child.join()
    return str(number.value)


PROCESSES: dict[str, tuple[Callable[[], str], str]] = {
    "fork": (pool_of("fork"), "[1, 2]"),
    "spawn": (pool_of("spawn"), "[1, 2]"),
    "Pool": (terminated_pool, "[1, 2]"),
    "shared memory": (shared_memory, "4"),
}


@pytest.mark.parametrize("name", PROCESSES)
def test_processes_are_for_those_that_may_have_them(
    name: str, layer: Callable[[], None], outcome: Outcome, request: pytest.FixtureRequest
) -> None:
    def alone() -> str:
        sys.modules["__main__"] = type(sys)("__main__")  # a spawned process must not run the tests
        sys.stdin = sys.stdout = sys.stderr = Path(os.devnull).open("r+")  # noqa: SIM115
        return work()

    work, answer = PROCESSES[name]
    allowed = "with processes" in request.node.name
    said = outcome(alone, layer)
    assert (said == answer) if allowed else (said in ("EACCES", "EPERM"))
    assert outcome(alone) == answer


def test_no_program_but_this_python_is_started(layer: Callable[[], None], outcome: Outcome) -> None:
    def run() -> str:
        return subprocess.run(["/bin/echo", "word"], capture_output=True, text=True, check=True).stdout

    assert outcome(run, layer) in ("EACCES", "EPERM")
    assert outcome(run) == "word\n"


# ---------------------------------------------------------------- what nobody may read


def package() -> Path:
    return Path(policy.__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "file",
    [
        kit_root() / "exercises" / "track.yml",
        *sorted((kit_root() / "solutions").rglob("*.py"))[:1],
        *sorted((kit_root() / "graders").rglob("*.py"))[:1],
        package() / "grading" / "checks.py",
        package() / "world" / "world.py",
        Path("/etc/passwd"),
        Path("/proc/self/environ"),
    ],
    ids=lambda file: "-".join(file.parts[-2:]),
)
def test_nobody_reads_what_judges_or_solves(file: Path, layer: Callable[[], None], outcome: Outcome) -> None:
    def look() -> str:
        return str(len(file.read_bytes()) > 0)

    assert outcome(look, layer) == "EACCES"
    assert outcome(look) == "True"


@pytest.mark.skipif(os.getuid() != 0, reason="only root has capabilities to give up")
def test_libraries_that_root_reads_by_privilege_alone_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed" / "lib"
    closed.mkdir(parents=True)
    monkeypatch.setattr(policy, "_of_python", lambda: [str(tmp_path), str(closed), str(tmp_path / "missing")])
    assert policy.closed_to_workers() == ""
    os.chown(closed.parent, 1234, 1234)
    closed.parent.chmod(0o700)
    assert policy.closed_to_workers() == str(closed)


def test_what_the_worker_imports_can_be_read(layer: Callable[[], None], outcome: Outcome) -> None:
    files = [package() / name for name in ("services/bakery.py", "workloads.py", "values/reading.py", "worker/loop.py")]
    assert outcome(lambda: all(file.read_bytes() for file in files), layer) == "True"


def test_with_the_kit_in_site_packages_everything_around_it_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    """The layout of an installed wheel: the package with its kit lies among packages that may be imported."""
    site = tmp_path / "lib" / "site-packages"
    ours = site / "asynclings"
    for name in ("sandbox", "worker", "grading", "_kit/solutions", "__pycache__", "report"):
        (ours / name).mkdir(parents=True)
        (ours / name / "file.py").write_text("content")
    (ours / "messages.py").write_text("content")
    (site / "other" / "inner").mkdir(parents=True)
    (site / "other" / "inner" / "file.py").write_text("content")
    (site / "single.py").write_text("content")
    (site / "way_in").symlink_to(ours / "_kit")
    monkeypatch.setattr(policy, "__file__", str(ours / "sandbox" / "policy.py"))
    monkeypatch.setattr(policy, "kit_root", lambda: ours / "_kit")
    monkeypatch.setattr(policy, "_roots", lambda: [str(tmp_path)])
    found = policy.readable()

    def restrict() -> None:
        rules = landlock.Rules()
        rules.allow(found.read, listing=found.listing)
        rules.take_on()

    def look_into(action: Callable[[], object]) -> str:
        return outcome(action, restrict)

    def look(name: str) -> str:
        return look_into((site / name).read_text)

    for name in ("other/inner/file.py", "single.py", "asynclings/messages.py", "asynclings/worker/file.py"):
        assert look(name) == "content", name
    for name in ("_kit/solutions/file.py", "grading/file.py", "report/file.py", "../way_in/solutions/file.py"):
        assert look(f"asynclings/{name}") == "EACCES", name
        assert (site / "asynclings" / name).resolve().read_text() == "content"
    listed = look_into(lambda: sorted(file.name for file in site.iterdir()))
    assert listed == "['asynclings', 'other', 'single.py', 'way_in']"
