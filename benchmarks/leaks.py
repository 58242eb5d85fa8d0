"""Leaks: after ten thousand runs in one grading process, is anything left of them?

The runs are of four kinds in turn: one that returns, one that asks the world, one that fails, and one that leaves
threads, tasks, files and, where it may, processes behind.
"""

import sys
import tempfile
import time
from pathlib import Path

import psutil

from asynclings.grading import Service, Story, operation
from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper
from asynclings.values import ServiceReference
from asynclings.world.world import World

RUNS = 10_000
SOURCE = """
import asyncio
import os
import threading
import time


def double(number):
    return 2 * number


async def ask(kitchen):
    return await asyncio.gather(*(kitchen.mix(n) for n in range(5)))


async def fail():
    raise ValueError("no")


async def leave(kitchen):
    asyncio.create_task(kitchen.mix(1))
    threading.Thread(target=time.sleep, args=(1e6,)).start()
    with open("left", "w") as file:
        file.write("behind")
    os.mkdir("folder")
    if os.fork() == 0:
        while True:
            time.sleep(1)
    return "left"
"""


class Kitchen(Service):
    @operation("async")
    def mix(self, number: int) -> Story[int]:
        yield 1
        return number


KITCHEN = ServiceReference("kitchen")
ORDERS = [
    (Order("double", (21,), "sync"), 42),
    (Order("ask", (KITCHEN,)), [0, 1, 2, 3, 4]),
    (Order("fail", ()), None),
    (Order("leave", (KITCHEN,), policy=("processes", "disk")), "left"),
]


def facts(keeper: Keeper) -> dict[str, object]:
    here = psutil.Process()
    (zygote,) = here.children()
    return {
        "processes": [child.pid for child in here.children(recursive=True)],
        "descriptors": here.num_fds(),
        "descriptors of the zygote": zygote.num_fds(),
        "temporary files": sorted(file.name for file in keeper.folder.rglob("*") if file.name[:6] != "empty-"),
        "semaphores": sorted(file.name for file in Path("/dev/shm").glob("sem.asynclings-*")),
    }


def megabytes() -> tuple[float, float]:
    here = psutil.Process()
    return here.memory_info().rss / 2**20, here.children()[0].memory_info().rss / 2**20


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    keeper = Keeper()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "work.py").write_text(SOURCE, encoding="utf-8")
        engine, program = Engine(keeper), Program(Path(folder), ("work.py",), "work")

        def run(number: int) -> None:
            order, value = ORDERS[number % len(ORDERS)]
            transcript = engine.run(program, order, World([Kitchen()], {}))
            if transcript.value != value or transcript.ending not in ("returned", "raised"):
                raise SystemExit(f"run {number} of {order.target} was {transcript}")

        for number in range(100):  # whatever is opened, imported or cached for the first time, is now
            run(number)
        before, memory, begun = facts(keeper), megabytes(), time.monotonic()
        for number in range(runs):
            run(number)
            if number % 100 == 99:
                print(f"\r{number + 1:,} runs, {time.monotonic() - begun:.0f} s", end="", file=sys.stderr, flush=True)
        after, grown, spent = facts(keeper), megabytes(), time.monotonic() - begun
        print(file=sys.stderr)
    keeper.close()
    print(f"{runs:,} runs in {spent:.0f} s, {1000 * spent / runs:.1f} ms each")
    for what, there_was in before.items():
        print(f"{what}: {'nothing is left' if after[what] == there_was else f'{there_was} → {after[what]}'}")
    for what, was, is_now in zip(("grader", "zygote"), memory, grown, strict=True):
        print(f"memory of the {what}: {was:.0f} → {is_now:.0f} MiB")
    sys.exit(before != after)


if __name__ == "__main__":
    main()
