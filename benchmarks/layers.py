"""What the layers of isolation cost a run: pairs of runs with all of them and without some, in turn.

In real time, and, because other programs have no part in that, in processor time of grader, zygote and worker together.
The next worker stands by where nothing is left out, and nowhere else. So that no pair compares that, too, both runs of
each leave out something that they have no use for. What is laid out before there is a job, both pay for: it is measured
by itself.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper
from asynclings.sandbox.layers import LAYERS
from asynclings.sandbox.policy import Guard
from asynclings.world.world import World

SUBMISSION = "def nothing():\n    return None\n"
WITH_PROCESSES = {"private_shm"}  # a layer that other runs do not have


@dataclass
class Bench:
    """Runs an empty program, and says what a run took."""

    keeper: Keeper
    program: Program

    def __post_init__(self) -> None:
        self._engine = Engine(self.keeper)

    def run(self, without: set[str], policy: tuple[str, ...]) -> tuple[float, float]:
        """Milliseconds of real time, and of processor time (which is counted in steps of ten, so add many)."""
        self._engine.without = without
        begun, burnt = time.perf_counter(), self._burnt()
        transcript = self._engine.run(self.program, Order("nothing", (), "sync", policy=policy), World([], {}))
        assert transcript.ending == "returned", transcript
        return (time.perf_counter() - begun) * 1000, (self._burnt() - burnt) * 1000

    def _burnt(self) -> float:
        assert self.keeper._process is not None
        times = psutil.Process(self.keeper.zygote).cpu_times()
        return time.process_time() + times.user + times.system + times.children_user + times.children_system


def laid_out_ahead(times: int) -> float:
    """Milliseconds that a worker spends on Landlock's rules before it knows whether its job leaves them out."""
    guard, spent = Guard(), []
    for _ in range(times):
        begun = time.perf_counter()
        guard.prepare()
        spent.append((time.perf_counter() - begun) * 1000)
        for descriptor in guard.descriptors:
            os.close(descriptor)
    return statistics.median(spent)


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 101
    keeper = Keeper()
    try:
        with tempfile.TemporaryDirectory(dir=keeper.folder) as folder:
            (Path(folder) / "empty.py").write_text(SUBMISSION, encoding="utf-8")
            compare(Bench(keeper, Program(Path(folder), ("empty.py",), "empty")), pairs)
    finally:
        keeper.close()
    print(f"in every run, with and without: {laid_out_ahead(pairs):.2f} ms for Landlock's rules, ahead of the job")


def compare(bench: Bench, pairs: int) -> None:
    columns = "".join(f"{column:>9}" for column in ("with", "without", "ratio", "cost"))
    print(f"{pairs} pairs       real time, ms (medians)               processor time, ms (means)")
    print(f"{'left out':<14}{columns}   {columns}")
    for name, without in [("everything", set(LAYERS)), *((layer, {layer}) for layer in LAYERS)]:
        if without == WITH_PROCESSES:  # no worker stands by beside one with processes
            policy, both = ("processes",), set[str]()
        else:
            policy, both = (), WITH_PROCESSES
        bench.run(without | both, policy)  # finds out what it finds out once
        found = [(*bench.run(both, policy), *bench.run(without | both, policy)) for _ in range(pairs)]
        whole, whole_burnt, bare, bare_burnt = zip(*found, strict=True)
        real = (statistics.median(whole), statistics.median(bare))
        ratio = statistics.median(one / other for one, other in zip(whole, bare, strict=True))
        cost = statistics.median(one - other for one, other in zip(whole, bare, strict=True))
        burnt = (statistics.mean(whole_burnt), statistics.mean(bare_burnt))
        print(
            f"{name:<14}{real[0]:9.1f}{real[1]:9.1f}{ratio:9.2f}{cost:9.1f}   "
            f"{burnt[0]:9.2f}{burnt[1]:9.2f}{burnt[0] / burnt[1]:9.2f}{burnt[0] - burnt[1]:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
