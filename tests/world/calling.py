"""A submission for test_calls.py: ways to call a service."""

import asyncio
import contextlib
import threading
import time
from typing import Any


async def mix(kitchen: Any, *flavours: str) -> list[str]:
    return await asyncio.gather(*(kitchen.mix(flavour) for flavour in flavours))


async def mix_in_turn(kitchen: Any, *flavours: str) -> list[str]:
    return [await kitchen.mix(flavour) for flavour in flavours]  # in turn


async def mix_impatiently(kitchen: Any) -> list[Any]:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(kitchen.mix("slow"), 1)
    return [time.monotonic(), await kitchen.mix("second")]


async def keep_one(kitchen: Any) -> str:
    """The faster one is kept, the other called off."""
    tasks = [asyncio.create_task(kitchen.mix(flavour)) for flavour in ("vanilla", "quick")]
    done, late = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return done.pop().result()


async def fail(kitchen: Any, how: str) -> list[str]:
    try:
        await kitchen.fail(how)
    except Exception as error:
        return [type(error).__name__, type(error).__module__, str(error)]
    return ["nothing"]


async def call_wrongly(kitchen: Any) -> list[str]:
    try:
        await kitchen.mix()
    except TypeError as error:
        return [str(error)]
    return ["nothing"]


class Keyword(str):
    __hash__ = str.__hash__

    def __str__(self) -> str:
        return "salt"


async def mix_by_name(kitchen: Any, flavour: str) -> list[str]:
    return [await kitchen.mix(flavour=flavour), await kitchen.mix(**{Keyword("flavour"): flavour})]


async def name_wrongly(kitchen: Any) -> list[str]:
    said = []
    for keyword in ("flavor", "flavour"):
        try:
            await kitchen.mix("slow", **{keyword: "quick"})
        except TypeError as error:
            said.append(str(error))
    return said


async def send_much(kitchen: Any, size: int) -> list[str]:
    found = []
    for argument in ("x" * size, ["x" * (size // 2)] * 3, ["x" * (size // 4)] * 16):
        try:
            found.append(str(await kitchen.measure(argument)))
        except ValueError as error:
            found.append(str(error))
    return found


async def send_much_at_once(kitchen: Any, size: int) -> list[int]:
    return await asyncio.gather(*(kitchen.measure("x" * size) for _ in range(8)))


def tell(kitchen: Any) -> str:
    kitchen.ring(1)
    kitchen.ring(2)
    return "told"


async def block(kitchen: Any) -> int:
    return kitchen.wash()  # in the loop


async def in_threads(kitchen: Any) -> list[int]:
    return await asyncio.gather(*(asyncio.to_thread(kitchen.wash) for _ in range(3)))


def deposit(ledger: Any, locked: bool) -> int:
    """Two threads read a balance, and write one more."""
    lock = threading.Lock()

    def add() -> None:
        if locked:
            with lock:
                ledger.write(ledger.read() + 1)
        else:
            ledger.write(ledger.read() + 1)

    threads = [threading.Thread(target=add, name=name) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ledger.read()


async def wait_for_nothing(kitchen: Any) -> None:
    await asyncio.gather(kitchen.mix("vanilla"), asyncio.Event().wait())


async def cancellable(kitchen: Any) -> str:
    await kitchen.mix("first")
    return await kitchen.mix("second")


async def outlast(kitchen: Any) -> str:
    """Swallows its cancellation."""
    try:
        await kitchen.mix("first")
    except asyncio.CancelledError:
        return "still here"
    return "not cancelled"
