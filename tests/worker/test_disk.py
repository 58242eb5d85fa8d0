"""The slow disk: whichever way a file is written, each write takes its time, and is seen from outside."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.files import contents
from asynclings.grading import GraderFault, Lab
from asynclings.grading.engine import Engine, Program

FILE = Path(__file__).parent / "writing.py"
only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="no other system writes files in this way")
EARLY = {"early": b"written while it is imported"}


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(FILE)


@pytest.mark.parametrize(
    "way",
    [
        "with_pathlib",
        "bytes_with_pathlib",
        "piece_by_piece",
        "printed",
        "unbuffered",
        "written_and_read",
        "with_a_descriptor",
        "at_an_offset",
        "of_several_buffers",
        "of_several_buffers_at_an_offset",
        "with_a_file_of_a_descriptor",
        "copied",
        pytest.param("sent", marks=only_on_linux),
        pytest.param("a_range_copied", marks=only_on_linux),
        "put_into_place",
        "moved_from_the_temporary_folder",
        "thrown_away",
    ],
)
def test_every_way_of_writing_takes_its_time(lab: Lab, way: str) -> None:
    lab.disk(latency=2.5)
    run = lab.run(way, Path("greeting"), manner="sync").returned(None).took(2.5)
    (operation,) = run.operations
    assert (operation.name, operation.arguments[1], operation.outcome) == ("write", 7, "ok")
    assert operation.where.function == way
    assert run.files == {"greeting": "héllo\n".encode(), **EARLY}


def test_each_flush_is_a_write(lab: Lab) -> None:
    lab.disk(files={"log": b"before\n"})
    run = lab.run("flushed", Path("log"), manner="sync").took(3).asked(["write log 2"] * 3)
    assert run.files["log"] == b"before\n0\n1\n2\n"


def test_writing_in_a_coroutine_blocks_the_loop(lab: Lab) -> None:
    lab.disk(latency=2)
    (blocking,) = lab.run("in_the_loop", Path("a")).took(2).observations("blocking_call")
    assert (blocking.detail, blocking.where.function) == ("disk.write()", "in_the_loop")


def test_threads_write_at_the_same_time(lab: Lab) -> None:
    lab.disk(latency=2)
    run = lab.run("in_threads", Path("a"), Path("b"), Path("c")).took(2).in_flight("write", exactly=3)
    assert run.never_blocked_the_loop().left_nothing_behind().files == {**dict.fromkeys("abc", b"x"), **EARLY}


def test_temporary_files_wait_for_no_lock_that_nobody_knows(lab: Lab) -> None:
    lab.disk(latency=2)
    lab.run("temporary_files_in_threads", Path("a"), Path("b")).finished().took(2).in_flight("write", exactly=2)


def test_a_full_disk_takes_what_fits_and_then_says_so(lab: Lab) -> None:
    lab.disk(room=4)
    for _ in range(2):  # each run finds the disk as it was declared
        run = lab.run("until_it_is_full", Path("digits"), manner="sync")
        run.returned([True, "[Errno 28] No space left on device"])
        # (Closing the file tries once more.)
        first, second, *_ = run.operations
        assert (first.label, first.outcome) == ("write digits 10", "ok")
        assert (second.label, second.outcome) == ("write digits 6", "failed")
        assert run.files["digits"] == b"0123"


@pytest.mark.parametrize("way", ["all_of_it", "copied_digits"])
def test_it_says_how_much_it_has_taken(lab: Lab, way: str) -> None:
    lab.disk(files={"source": b"0123456789"}, room=4)
    run = lab.run(way, Path("source"), Path("digits"), manner="sync").returned(
        [4, "[Errno 28] No space left on device"]
    )
    assert run.files["digits"] == b"0123"


def test_reading_output_and_what_is_no_file_cost_nothing(lab: Lab) -> None:
    lab.disk(files={"old": b"text"})
    run = lab.run("elsewhere", Path("old"), manner="sync").returned("text").took(0).asked([])
    assert run.transcript.output == "read\nthis"


def test_without_a_disk_writing_costs_nothing(lab: Lab) -> None:
    run = lab.run("with_pathlib", Path("greeting"), manner="sync").took(0).asked([])
    assert run.files == {"greeting": "héllo\n".encode(), **EARLY}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("open(path, 'wb', encoding='utf-8')", "ValueError"),
        ("open(path, 'w', buffering=0)", "ValueError"),
        ("open(path, 'rw')", "ValueError"),
        ("open(path, 'x')", "FileExistsError"),
        ("open(path.with_name('no') / 'where', 'w')", "FileNotFoundError"),
        ("open(path, 'w').read()", "UnsupportedOperation"),
        ("open(path, 'w', encoding='ascii').write('\\u00e9')", "UnicodeEncodeError"),
        ("open(path, 'wb').write('text')", "TypeError"),
        ("os.write(99, b'x')", "OSError"),
        ("os.writev(99, [b'x'])", "OSError"),
        ("os.pwrite(99, b'x', 0)", "OSError"),
        ("os.write(1, 'text')", "TypeError"),
        ("os.writev(1, ['text'])", "TypeError"),
    ],
)
def test_mistakes_with_files_are_what_they_always_are(written: Callable[[str], Lab], call: str, error: str) -> None:
    lab = written(f"import os\n\ndef write(path):\n    {call}\n")
    lab.disk(files={"there": b""})
    lab.run("write", Path("there"), manner="sync").raised(error)


def test_what_is_cancelled_leaves_its_thread_and_its_file(lab: Lab) -> None:
    lab.disk()
    (run,) = lab.cancel_everywhere("in_threads", Path("new"), whole=lambda run: run.took(1))
    run.was_cancelled().left_nothing_behind(unstoppable="write")
    assert run.observations("file_left_open")
    assert run.files["new"] == b""


def test_a_disk_needs_a_policy(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(GraderFault, match="A slow disk was asked for") as fault:
        Lab(engine, Program(tmp_path, (), "none"), "seed").disk()
    assert "`policy: [disk]`" in str(fault.value)


# ---------------------------------------------------------------- what a run leaves, read from outside


def test_only_files_of_bearable_size_are_read(lab: Lab) -> None:
    run = lab.run("odd_things", manner="sync").finished()
    assert run.files == {"folder": None, "pipe": None, "link": None, "large": None, **EARLY}


def test_only_so_many_files_are_read(lab: Lab) -> None:
    assert len(lab.run("many_files", manner="sync").finished().files) == 20


def test_a_folder_that_cannot_be_read_is_no_fault_of_ours(tmp_path: Path) -> None:
    assert contents(tmp_path / "gone", 5, 5) == {}


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "secret").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert contents(tmp_path / "real", 5, 5) == {"secret": b"x"}
    assert contents(tmp_path / "link", 5, 5) == {}
