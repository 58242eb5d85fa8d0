"""The headline: a hundred pages of one second each, one after another and together, over a warm zygote."""

import tempfile
import time
from pathlib import Path

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper

SUBMISSION = """
import asyncio
import httpx

async def one_after_another(urls):
    async with httpx.AsyncClient() as client:
        return [(await client.get(url)).text for url in urls]

async def together(urls):
    async with httpx.AsyncClient() as client:
        return [response.text for response in await asyncio.gather(*map(client.get, urls))]
"""


def main() -> None:
    keeper = Keeper()
    try:
        engine = Engine(keeper)
        with tempfile.TemporaryDirectory(dir=keeper.folder) as folder:
            (Path(folder) / "shop.py").write_text(SUBMISSION, encoding="utf-8")
            program = Program(Path(folder), ("shop.py",), "shop")
            Lab(engine, program, "headline").run("together", []).finished()  # waits for the zygote to have started
            for function in ("together", "one_after_another") * 5:
                lab = Lab(engine, program, "headline")
                site = lab.web("http://shop.test", latency=1.0)
                site.pages({f"/{n}": f"page {n}" for n in range(100)})
                begun = time.perf_counter()
                run = lab.run(function, [f"http://shop.test/{n}" for n in range(100)]).finished()
                real = time.perf_counter() - begun
                print(f"{function:18} {run.elapsed:6.1f} s virtual, {run.peak():3} in flight, {real:.3f} s real")
    finally:
        keeper.close()


if __name__ == "__main__":
    main()
