"""How long processes had to wait for a processor: counted by the kernel, and not to be made long by threads."""

import builtins
import io
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading import engine
from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.sandbox import delays
from asynclings.sandbox.delays import waited
from asynclings.sandbox.keeper import Keeper
from asynclings.world.world import World

COUNTED = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").exists()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the kernel says, by file; a process has the threads that it says something of."""
    said: dict[str, str] = {}

    def listed(folder: str) -> list[str]:
        found = [name.split("/")[4] for name in said if name.startswith(f"{folder}/")]
        if not found:
            raise FileNotFoundError(folder)
        return found

    def opened(name: str, **options: Any) -> io.StringIO:
        return io.StringIO(said[name])

    monkeypatch.setattr(delays.os, "listdir", listed)
    monkeypatch.setattr(builtins, "open", opened)
    return said


def test_of_each_process_its_longest_wait_counts(counted: dict[str, str]) -> None:
    counted["/proc/7/task/7/schedstat"] = "100 2000000000 3\n"
    counted["/proc/7/task/8/schedstat"] = "100 5000000000 3\n"
    counted["/proc/9/task/9/schedstat"] = "100 500000000 3\n"
    assert waited([7, 9]) == 5.5
    assert waited([7, 9, 11]) == 5.5, "what has ended waits no more"
    counted["/proc/9/task/9/schedstat"] = ""
    assert waited([7, 9]) == 5.0, "nor what nothing is known of"


@pytest.mark.skipif(not COUNTED, reason="this kernel does not count it")
def test_the_kernel_counts() -> None:
    before = waited([os.getpid()])
    assert before > 0, "whatever has run has waited once"
    assert waited([os.getpid()]) >= before


def test_a_run_is_given_what_others_had_and_no_more_than_ten_times_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quick.py").write_text("def quick():\n    return 1\n", encoding="utf-8")
    said = iter([100.0, 130.0, 900.0])
    asked: list[Any] = []
    monkeypatch.setattr(engine, "waited", lambda pids: asked.append(pids) or next(said))
    channels: list[Any] = []
    real = engine.Channel
    monkeypatch.setattr(engine, "Channel", lambda *words: channels.append(real(*words)) or channels[-1])
    keeper = Keeper()
    try:
        Engine(keeper).run(
            Program(tmp_path, ("quick.py",), "quick"), Order("quick", (), "sync", seconds=20.0), World([], {})
        )
    finally:
        keeper.close()
    assert [channels[0].delayed(), channels[0].delayed()] == [30.0, 200.0]
    assert asked[0][0] == os.getpid() and len(asked[0]) == 2
