"""Root without capabilities is nobody in particular, and nothing gives them back."""

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.sandbox import capabilities, limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has capabilities")
as_root = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root has capabilities to give up")

Outcome = Callable[..., str]


def give_up() -> None:
    capabilities.bound()
    capabilities.drop()


def raise_a_limit() -> str:
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 65))
    return "raised"


def read_what_only_root_may(file: Path) -> str:
    return file.read_text()


def effective_after_starting_a_program() -> str:
    """The effective set of a program that is started, as root always has one."""
    program = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('CapEff')))"
    reading, writing = os.pipe()
    pid = os.posix_spawn(
        sys.executable, [sys.executable, "-I", "-c", program], {}, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)]
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return str(int(said, 16))


@as_root
def test_root_raises_no_limit(outcome: Outcome) -> None:
    if outcome(raise_a_limit) != "raised":
        pytest.skip("this machine's root raises no limits to begin with")
    assert outcome(raise_a_limit, give_up) == "ValueError('not allowed to raise maximum limit')"


@as_root
def test_root_reads_nothing_that_its_mode_denies(tmp_path: Path, outcome: Outcome) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    file.chmod(0)
    assert outcome(lambda: read_what_only_root_may(file)) == "content"
    assert outcome(lambda: read_what_only_root_may(file), give_up) == "EACCES"


@as_root
def test_starting_a_program_as_root_gives_none_back(outcome: Outcome) -> None:
    """Without the help of no_new_privs: the bounding set is empty."""
    assert outcome(effective_after_starting_a_program) != "0"
    assert outcome(effective_after_starting_a_program, give_up) == "0"


@as_root
def test_what_is_set_aside_comes_back(outcome: Outcome) -> None:
    def look() -> str:
        before = capabilities.held(capabilities.SYS_ADMIN)
        with capabilities.set_aside():
            during = capabilities.held(capabilities.SYS_ADMIN)
        return f"{before} {during} {capabilities.held(capabilities.SYS_ADMIN)}"

    assert outcome(look) == "True False True"


def test_whoever_has_none_can_drop_them_too(outcome: Outcome) -> None:
    def drop_twice() -> str:
        give_up()
        give_up()
        return "dropped"

    assert outcome(drop_twice) == "dropped"


# ---------------------------------------------------------------- who is hidden


def test_nobody_of_the_same_user_reads_the_memory_of_who_is_hidden(outcome: Outcome) -> None:
    """Between two processes without capabilities: with them, root reads everybody's."""

    def look_at_the_parent(hidden: bool) -> str:
        capabilities.drop()
        limits.hide(hidden)
        pid = os.fork()
        if not pid:
            limits.hide(False)
            try:
                Path(f"/proc/{os.getppid()}/environ").read_bytes()
                os._exit(0)
            except OSError:
                os._exit(1)
        return "hidden" if os.waitpid(pid, 0)[1] else "read"

    assert outcome(lambda: look_at_the_parent(False)) == "read"
    assert outcome(lambda: look_at_the_parent(True)) == "hidden"
