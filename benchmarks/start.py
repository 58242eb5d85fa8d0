"""What one learner waits for: `asynclings check pages`, cold and warm, beside plain pytest with a virtual event loop.

The pytest run makes the equivalent checks in its own process: pytest-asyncio, looptime for virtual time, respx for the
web. It has no limits, no isolation, and sees neither threads nor blocking calls; it is here because it is the quickest
honest thing that a course can do without us.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.track import load

ROUNDS = 11

IN_PROCESS_CHECKS = """
import asyncio

import httpx
import pytest
import respx

import pages

pytestmark = [pytest.mark.asyncio, pytest.mark.looptime]


def site(router, texts, latency):
    async def answer(request):
        await asyncio.sleep(latency(request) if callable(latency) else latency)
        return httpx.Response(200, text=texts[request.url.path])
    router.get(host="shop.test").mock(side_effect=answer)


def urls(number):
    return [f"http://shop.test/{n}" for n in range(number)]


async def test_correct():
    with respx.mock(assert_all_called=False) as router:
        site(router, {f"/{n}": f"page {n}" for n in range(10)}, lambda request: (10 - int(request.url.path[1:])) / 10)
        assert await pages.fetch_all(urls(10)) == [f"page {n}" for n in range(10)]
        assert len(router.calls) == 10
    assert await pages.fetch_all([]) == []


async def test_concurrent():
    loop = asyncio.get_running_loop()
    begun = loop.time()
    with respx.mock(assert_all_called=False) as router:
        site(router, {f"/{n}": f"page {n}" for n in range(100)}, 1.0)
        assert await pages.fetch_all(urls(100)) == [f"page {n}" for n in range(100)]
    assert loop.time() - begun == pytest.approx(1.0)


async def test_bounded():
    with respx.mock(assert_all_called=False) as router:
        site(router, {f"/{n}": f"page {n}" for n in range(10)}, 1.0)
        made = []
        original = httpx.AsyncClient.__init__
        def count(self, *args, **kwargs):
            made.append(self)
            original(self, *args, **kwargs)
        httpx.AsyncClient.__init__ = count
        try:
            await pages.fetch_all(urls(10))
        finally:
            httpx.AsyncClient.__init__ = original
        assert len(made) == 1 and made[0].is_closed


async def test_robust():
    with respx.mock(assert_all_called=False) as router:
        router.get("http://shop.test/0").respond(404)
        site(router, {f"/{n}": f"page {n}" for n in range(10)}, 1.0)
        with pytest.raises(httpx.HTTPStatusError):
            await pages.fetch_all(urls(10))


async def test_tidy():
    for moment in (0.0, 0.5):
        before = asyncio.all_tasks()
        with respx.mock(assert_all_called=False) as router:
            site(router, {f"/{n}": f"page {n}" for n in range(10)}, 1.0)
            task = asyncio.create_task(pages.fetch_all(urls(10)))
            await asyncio.sleep(moment)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert asyncio.all_tasks() == before
"""


def wall(command: list[str], folder: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    spent = (time.perf_counter() - begun) * 1000
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return spent


def main() -> None:
    pages = next(exercise for exercise in load().exercises if exercise.name == "pages")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "exercises" / pages.chapter
        work.mkdir(parents=True)
        shutil.copy(pages.solution, work / "pages.py")
        plain = folder / "plain"
        plain.mkdir()
        shutil.copy(pages.solution, plain / "pages.py")
        (plain / "test_pages.py").write_text(IN_PROCESS_CHECKS, encoding="utf-8")
        ours = [str(Path(sys.executable).with_name("asynclings")), "check", "pages"]
        theirs = [sys.executable, "-m", "pytest", "-q", "--looptime", "-p", "no:cacheprovider", "--rootdir", str(plain)]
        cold, plain_times = [], []
        for n in range(ROUNDS + 1):
            mine, other = wall(ours, folder), wall(theirs, plain)
            if n:
                cold.append(mine)
                plain_times.append(other)
        warm = []
        with Session(1) as session:
            for n in range(ROUNDS + 1):
                begun = time.perf_counter()
                result = session.grade(Submission(pages, work / "pages.py", "pages.py"))
                if n:
                    warm.append((time.perf_counter() - begun) * 1000)
                assert result.status == "passed", result
        base = statistics.median(plain_times)
        print(f"pytest with looptime, in process   {base:7.0f} ms   1.00")
        ratio = statistics.median(a / b for a, b in zip(cold, plain_times, strict=True))
        print(f"asynclings check pages, cold       {statistics.median(cold):7.0f} ms   {ratio:.2f}")
        print(
            f"a further submission, warm         {statistics.median(warm):7.0f} ms   "
            f"{statistics.median(warm) / base:.2f}"
        )
        print(f"(median of {ROUNDS}, in turn)")


if __name__ == "__main__":
    main()
