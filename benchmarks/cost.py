"""What a check costs over a warm zygote, beside the same requests through httpx's own pool in one process."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpcore
import httpx

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper

ROUNDS = 31
SUBMISSION = """
import asyncio
import httpx

async def nothing():
    await asyncio.sleep(1)

async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        responses = await asyncio.gather(*(client.get(url) for url in urls))
    return [response.text for response in responses]
"""


class CannedStream(httpcore.AsyncNetworkStream):
    """The far end of a connection: the same answer to every request, at once."""

    async def read(self, *args: object, **kwargs: object) -> bytes:
        await asyncio.sleep(0)
        return b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npage"

    async def write(self, *args: object, **kwargs: object) -> None: ...
    async def aclose(self) -> None: ...


class CannedBackend(httpcore.AsyncNetworkBackend):
    async def connect_tcp(self, *args: object, **kwargs: object) -> CannedStream:
        return CannedStream()


async def httpx_alone(number: int) -> None:
    """The same requests with httpx's real pool, connections and timeouts, to a canned network."""
    transport = httpx.AsyncHTTPTransport(verify=False)
    transport._pool = httpcore.AsyncConnectionPool(max_connections=100, network_backend=CannedBackend())
    async with httpx.AsyncClient(transport=transport) as client:
        await asyncio.gather(*(client.get(f"http://shop.test/{n}") for n in range(number)))


def time_of(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def check(lab: Lab, number: int) -> None:
    if not number:
        lab.run("nothing").took(1.0)
        return
    site = lab.web("http://shop.test", latency=1.0)
    site.pages({f"/{n}": f"page {n}" for n in range(number)})
    run = lab.run("fetch_all", [f"http://shop.test/{n}" for n in range(number)])
    run.returned([f"page {n}" for n in range(number)]).took(1.0).in_flight(exactly=number)


def main() -> None:
    keeper = Keeper()
    try:
        engine = Engine(keeper)
        with tempfile.TemporaryDirectory(dir=keeper.folder) as folder:
            (Path(folder) / "shop.py").write_text(SUBMISSION, encoding="utf-8")
            program = Program(Path(folder), ("shop.py",), "shop")
            print(f"{'requests':>8}  {'a check':>9}  {'httpx alone':>11}  ratio   (median ms of {ROUNDS}, in turn)")
            for number in (0, 10, 100):
                ours, alone, ratios = [], [], []
                for n in range(ROUNDS + 3):
                    mine = time_of(partial(check, Lab(engine, program, str(n)), number))
                    theirs = time_of(partial(asyncio.run, httpx_alone(number))) if number else 0.0
                    if n >= 3:
                        ours.append(mine)
                        alone.append(theirs)
                        ratios.append(mine / theirs if theirs else 0.0)
                rest = (
                    f"{statistics.median(alone):11.1f}  {statistics.median(ratios):5.2f}"
                    if number
                    else f"{'-':>11}      -"
                )
                print(f"{number:8}  {statistics.median(ours):9.1f}  {rest}   (best {min(ours):.1f})")
    finally:
        keeper.close()


if __name__ == "__main__":
    main()
