"""What all commands share: help, exit codes, and that only the chosen one is imported."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings import cli
from asynclings.cli import template
from asynclings.cli.entry import COMMANDS
from asynclings.kit import kit_root
from asynclings.trouble import Trouble

Run = Callable[..., Any]


def test_help_lists_every_command(asynclings: Run) -> None:
    outcome = asynclings("--help")
    assert outcome.code == 0
    for name, summary in COMMANDS.items():
        assert f"    {name:<10}{summary}\n" in outcome.out


@pytest.mark.parametrize("name", [*COMMANDS, "author new", "author validate"])
def test_help_of_each_command_shows_an_example(asynclings: Run, name: str) -> None:
    outcome = asynclings(*name.split(), "--help")
    assert outcome.code == 0
    assert "\nexample:\n" in outcome.out
    assert "asynclings " in outcome.out.split("\nexample:\n")[1]


def test_every_command_has_a_module_and_every_module_of_a_command_is_listed() -> None:
    folder = Path(cli.__file__).parent
    commands = {file.stem for file in folder.glob("*.py") if "\ndef run(" in file.read_text(encoding="utf-8")}
    assert commands == set(COMMANDS)


def test_version_is_that_of_the_file(asynclings: Run) -> None:
    version = (kit_root() / "VERSION").read_text(encoding="ascii").strip()
    assert asynclings("--version").out == f"asynclings {version}\n"


@pytest.mark.parametrize("words", [[], ["chekc"], ["check", "--nonsense"], ["grade"], ["--nonsense"]])
def test_wrong_usage_is_exit_code_2(asynclings: Run, words: list[str]) -> None:
    outcome = asynclings(*words)
    assert outcome.code == 2
    assert "usage: asynclings" in outcome.err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Trouble("The disk is full. Free some space."), 2, "asynclings: The disk is full. Free some space.\n"),
        (RuntimeError("a bug"), 3, "fault of the kit"),
        (KeyboardInterrupt(), 130, "asynclings: Stopped.\n"),
    ],
)
def test_errors_become_exit_codes_and_sentences(
    asynclings: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def run(arguments: object) -> int:
        raise error

    monkeypatch.setattr(template, "run", run)
    outcome = asynclings("template")
    assert outcome.code == code
    assert said in outcome.err
    assert ("Traceback" in outcome.err) == (code == 3)


def test_template_prints_the_folder_for_copier(asynclings: Run) -> None:
    outcome = asynclings("template")
    assert (outcome.code, outcome.out) == (0, f"{kit_root()}\n")
    assert (kit_root() / "copier.yml").is_file()


def test_a_command_imports_nothing_that_only_others_need() -> None:
    program = "import sys\nfrom asynclings.cli import main\nmain(['template'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "asynclings.cli.template" in modules
    heavy = {"asyncio", "copier", "httpx", "importlib.metadata", "msgspec", "respx", "rich", "yaml"}
    assert not modules & heavy
    commands = {f"asynclings.cli.{name}" for name in COMMANDS}
    assert modules & commands == {"asynclings.cli.template"}


def test_checking_one_exercise_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    """What is imported is what a learner waits for."""
    (tmp_path / "exercises/1_event_loop").mkdir(parents=True)
    shutil.copy(kit_root() / "solutions/1_event_loop/bakery.py", tmp_path / "exercises/1_event_loop")
    program = "import sys\nfrom asynclings.cli import main\nmain(['check', 'bakery'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    modules = set(done.stdout.splitlines()[-1].split())
    assert "asynclings.grading.session" in modules
    heavy = {"asyncio", "concurrent.futures", "copier", "difflib", "httpx", "jinja2", "logging", "multiprocessing"}
    assert not modules & (heavy | {"asynclings.batch.pool", "respx", "rich"})


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    # The pipe has no reader any more when the command writes.
    reading, writing = os.pipe()
    os.close(reading)
    program = "import sys\nfrom asynclings.cli import main\nsys.exit(main(['template']))"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-c", program]
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True, env=buffered)
    assert (done.returncode, done.stderr) == (141, "")


def run_cli(*words: str, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    program = "import sys\nfrom asynclings.cli import main\nsys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", program, *words], stderr=subprocess.PIPE, **options)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_no_fault_of_the_kit() -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_cli("list", stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith(b"asynclings: This machine lets nothing more be done: [Errno 28]")
    assert done.stderr.count(b"\n") == 1


def test_what_an_encoding_does_not_have_is_written_by_its_number() -> None:
    done = run_cli(
        "hint", "bakery", "--level", "all", stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u2026" in done.stdout


WITHOUT_FORK = """
import os
import sys

del os.fork
sys.modules["resource"] = None  # as on Windows
from asynclings.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "words", ["check", "grade solutions", "regrade solutions --into TMP", "demo", "doctor", "author validate --track ."]
)
def test_a_system_without_fork_is_told_so(words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FORK, *words.replace("TMP", str(tmp_path / "new")).split()],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 2
    assert "which has no fork. Use Linux or macOS; on Windows, WSL is a Linux." in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", ["check", "grade .", "regrade .", "author validate"])
@pytest.mark.parametrize("seed", ["-1", "many", str(1 << 63)])
def test_a_seed_is_a_number_that_travels(asynclings: Run, words: str, seed: str) -> None:
    outcome = asynclings(*words.split(), f"--seed={seed}")
    assert outcome.code == 2
    assert f"{seed!r} is not a whole number from 0 to 9223372036854775807" in outcome.err


TERMINATED = """
import sys
from asynclings.world import world

start = world.World.start

def tell(self):  # the submission has been imported, and is called now
    start(self)
    print("begun", flush=True)

world.World.start = tell
from asynclings.cli import main
sys.exit(main(["grade", sys.argv[1]]))
"""
WAITS = "import os\n\nasync def bake_two_cakes(kitchen):\n    os.read(os.pipe()[0], 1)\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_whoever_is_terminated_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    work, temporary = tmp_path / "work" / "1_event_loop", tmp_path / "temporary"
    work.mkdir(parents=True)
    temporary.mkdir()
    (work / "bakery.py").write_text(WAITS, encoding="utf-8")
    command = [sys.executable, "-c", TERMINATED, str(work.parent)]
    grading = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(temporary)})
    try:
        assert grading.stdout is not None and grading.stdout.readline() == b"begun\n"
        below = psutil.Process(grading.pid).children(recursive=True)
        assert len(below) in (2, 3), "the zygote, the worker, and the next one if it stands by"
        assert list(temporary.iterdir())
        grading.terminate()
        grading.stdout.close()
        assert grading.wait(30) == 128 + signal.SIGTERM
    finally:
        grading.kill()
        grading.wait()
    assert [process for process in below if process.is_running()] == []
    assert list(temporary.iterdir()) == []
