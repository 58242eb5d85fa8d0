"""What Landlock denies is tried with it and without it; so is what has to go on working."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.sandbox import landlock, policy
from asynclings.sandbox.layers import ALL, Layers

VERSION = landlock.available()
pytestmark = pytest.mark.skipif(not VERSION, reason="this kernel has no Landlock, or does not use it")
from_version = {
    version: pytest.mark.skipif(version > VERSION, reason=f"Landlock {VERSION} here, {version} needed")
    for version in range(1, 8)
}

Outcome = Callable[..., str]


def restrict(*paths: list[str], layers: Layers = ALL, **more: list[str]) -> None:
    """Leave this process what may be read, and what written, and more."""
    rules = landlock.Rules(layers)
    rules.allow(*paths, **more)
    rules.take_on()
    rules.close()


class Ground:
    """A folder that may be written, one that may be read, one that may be listed, and one that may not be reached."""

    def __init__(self, root: Path) -> None:
        self.mine, self.theirs, self.names, self.outside = folders = [
            root / name for name in ("mine", "theirs", "names", "outside")
        ]
        for folder in folders:
            (folder / "inner").mkdir(parents=True)
            (folder / "file").write_text("content")
            (folder / "file").chmod(0o600)
            (folder / "program").symlink_to("/bin/true")

    def layer(self) -> None:
        restrict([str(self.theirs)], [str(self.mine)], listing=[str(self.names)])


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def read(folder: Path) -> str:
    return (folder / "file").read_text()


def names(folder: Path) -> str:
    return " ".join(sorted(file.name for file in folder.iterdir()))


def change(folder: Path) -> str:
    with (folder / "file").open("r+") as file:
        file.write("changed")
    return "changed"


def create(folder: Path) -> str:
    (folder / "new").write_text("new")
    return "created"


def remove(folder: Path) -> str:
    (folder / "file").unlink()
    return "removed"


def make_folder(folder: Path) -> str:
    (folder / "folder").mkdir()
    return "made"


def remove_folder(folder: Path) -> str:
    (folder / "inner").rmdir()
    return "removed"


def link(folder: Path) -> str:
    (folder / "link").symlink_to("file")
    return "linked"


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return "made"


def move(folder: Path) -> str:
    (folder / "file").rename(folder / "inner" / "file")
    return "moved"


def bind(folder: Path) -> str:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
    return "bound"


def execute(folder: Path) -> None:
    os.execv(folder / "program", ["true"])


# What is done, its answer, and whether it can be done in a folder to read, to list, to write.
DEEDS: dict[Callable[[Path], object], tuple[str, str]] = {
    read: ("content", "r w"),
    names: ("file inner program", "r l w"),
    change: ("changed", "w"),
    create: ("created", "w"),
    remove: ("removed", "w"),
    make_folder: ("made", "w"),
    remove_folder: ("removed", "w"),
    link: ("linked", "w"),
    pipe: ("made", "w"),
    bind: ("bound", ""),
    execute: ("exit 0", ""),
}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_path_gives_what_it_is_named_for(deed: Callable[[Path], object], ground: Ground, outcome: Outcome) -> None:
    answer, where = DEEDS[deed]
    for letter, folder in (("r", ground.theirs), ("l", ground.names), ("w", ground.mine), ("-", ground.outside)):
        expected = answer if letter in where else "EACCES"
        assert outcome(lambda folder=folder: deed(folder), ground.layer) == expected, letter
    assert outcome(lambda: deed(ground.outside)) == answer


@from_version[2]
def test_files_move_between_folders_of_ones_own_and_nowhere_else(ground: Ground, outcome: Outcome) -> None:
    def away() -> str:
        (ground.mine / "inner" / "file").rename(ground.outside / "moved")
        return "moved"

    assert outcome(lambda: move(ground.mine), ground.layer) == "moved"
    assert outcome(away, ground.layer) in ("EACCES", "EXDEV")
    assert outcome(away) == "moved"


@from_version[3]
def test_no_file_outside_is_cut(ground: Ground, outcome: Outcome) -> None:
    def cut() -> str:
        os.truncate(ground.outside / "file", 0)
        return "cut"

    assert outcome(cut, ground.layer) == "EACCES"
    assert outcome(cut) == "cut"


def test_links_and_open_folders_lead_nowhere(ground: Ground, outcome: Outcome) -> None:
    (ground.mine / "link").symlink_to(ground.outside / "file")
    assert outcome((ground.mine / "link").read_text, ground.layer) == "EACCES"
    assert outcome((ground.mine / "link").read_text) == "content"
    before = os.open(ground.outside, os.O_PATH)
    try:

        def through() -> str:
            return str(os.read(os.open("file", os.O_RDONLY, dir_fd=before), 9))

        assert outcome(through, ground.layer) == "EACCES"
        assert outcome(through) == "b'content'"
    finally:
        os.close(before)


def test_the_memory_of_other_processes_is_out_of_reach(ground: Ground, outcome: Outcome, victim: int) -> None:
    for what in ("environ", "cmdline", "status", "maps"):

        def look(file: str = f"/proc/{victim}/{what}") -> str:
            return str(len(Path(file).read_bytes()) > 0)

        assert outcome(look, ground.layer) == "EACCES"
        assert outcome(look) == "True"


@from_version[4]
def test_no_tcp(ground: Ground, outcome: Outcome) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def connect() -> str:
            with socket.create_connection(server.getsockname()):
                return "connected"

        def serve() -> str:
            with socket.create_server(("127.0.0.1", 0)):
                return "bound"

        for action, answer in ((connect, "connected"), (serve, "bound")):
            assert outcome(action, ground.layer) == "EACCES"
            assert outcome(action) == answer


@from_version[6]
def test_no_signals_and_no_abstract_sockets_of_others(ground: Ground, outcome: Outcome, victim: int) -> None:
    name = f"\0asynclings-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()

        def connect() -> str:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(name)
                return "connected"

        def send_signal() -> str:
            os.kill(victim, 0)
            return "sent"

        for action, answer in ((connect, "connected"), (send_signal, "sent")):
            assert outcome(action, ground.layer) == "EPERM"
            assert outcome(action) == answer
    assert outcome(lambda: os.kill(os.getpid(), signal.SIGUSR1), ground.layer) == "SIGUSR1"


def test_children_stay_inside(ground: Ground, outcome: Outcome) -> None:
    def in_a_child() -> str:
        return outcome(lambda: read(ground.outside))

    assert outcome(in_a_child, ground.layer) == "EACCES"
    assert outcome(in_a_child) == "content"


# ---------------------------------------------------------------- rules


@from_version[6]
@pytest.mark.parametrize(
    ("left_out", "outcomes"),
    [
        ("", ("EACCES", "EACCES", "EPERM")),
        ("files", ("content", "EACCES", "EPERM")),
        ("network", ("EACCES", "bound", "EPERM")),
        ("others", ("EACCES", "EACCES", "sent")),
    ],
)
def test_a_rule_can_be_left_out_alone(
    left_out: str, outcomes: tuple[str, ...], ground: Ground, victim: int, outcome: Outcome
) -> None:
    layers = Layers(frozenset({f"landlock.{left_out}"} if left_out else ()))

    def listen() -> str:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            return "bound"

    def send_signal() -> str:
        os.kill(victim, 0)
        return "sent"

    def layer() -> None:
        restrict([], layers=layers)

    assert (
        outcome(lambda: read(ground.outside), layer),
        outcome(listen, layer),
        outcome(send_signal, layer),
    ) == outcomes


def test_a_rule_for_a_plain_file_and_for_what_is_missing(ground: Ground, outcome: Outcome) -> None:
    def one_file() -> None:
        restrict([str(ground.theirs / "file"), "/no/such/path"], [str(ground.mine / "file"), "/dev/null"])

    assert outcome(lambda: read(ground.theirs) + change(ground.mine), one_file) == "contentchanged"
    assert outcome(lambda: (ground.theirs / "program").read_bytes(), one_file) == "EACCES"
    assert outcome(lambda: Path("/dev/null").write_text("word"), one_file) == "4"


def test_unlisted_files_are_reached_by_those_who_know_their_names(ground: Ground, outcome: Outcome) -> None:
    def unlisted() -> None:
        restrict([], unlisted=[str(ground.mine)])

    def use() -> str:
        return create(ground.mine) + read(ground.mine) + remove(ground.mine)

    assert outcome(use, unlisted) == "createdcontentremoved"
    assert outcome(lambda: names(ground.mine), unlisted) == "EACCES"
    assert outcome(lambda: make_folder(ground.mine), unlisted) == "EACCES"


def test_only_a_named_program_can_be_started(ground: Ground, outcome: Outcome) -> None:
    true, echo = os.path.realpath("/bin/true"), os.path.realpath("/bin/echo")

    def layer() -> None:
        restrict(["/usr/lib", "/lib", "/lib64", "/etc/ld.so.cache"], execute=[true, *policy.LOADERS])

    assert outcome(lambda: os.execv(true, ["true"]), layer) == "exit 0"
    assert outcome(lambda: os.execv(echo, ["echo"]), layer) == "EACCES"


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_every_version_gets_no_right_that_it_does_not_know(
    version: int, ground: Ground, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The kernel refuses what it does not know, and takes what it knew in an older version.
    monkeypatch.setattr(landlock, "available", lambda: version)
    assert outcome(lambda: read(ground.mine), ground.layer) == "content"
    assert outcome(lambda: read(ground.outside), ground.layer) == "EACCES"
    known = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    assert landlock._handled(version) == (1 << known) - 1
    assert int(landlock._attributes(version, 0)[1].value) == (8 if version < 4 else 16 if version < 6 else 24)


def test_without_landlock_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "_libc", None)
    assert landlock.available() == 0
    with pytest.raises(OSError, match="this kernel has no Landlock"):
        restrict([])


def test_what_the_kernel_refuses_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "_handled", lambda version: 1 << 63)
    with pytest.raises(OSError, match=r"Landlock: a set of rules of version \d+ was not taken \(Invalid argument\)"):
        restrict([])
