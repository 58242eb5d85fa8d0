"""A submission for test_cancellation.py: every way to swallow a cancellation. The line that does it says "# here"."""

# ruff: noqa: B012, E722, SIM105

import asyncio
import contextlib


async def by_name() -> str:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:  # here
        return "still there"
    return "done"


async def by_a_bare_except() -> None:
    while True:
        try:
            await asyncio.sleep(1)
            return
        except OSError:
            print("not this one")
        except:  # here
            with contextlib.suppress(OSError):
                print("nor this one")
            break


async def by_suppressing() -> None:
    with contextlib.suppress(asyncio.CancelledError):  # here
        await asyncio.sleep(1)


async def by_leaving_in_the_end() -> str:
    try:
        await asyncio.sleep(1)
    finally:
        return "left"  # here


async def around_a_block() -> None:
    try:
        async with asyncio.timeout(5):
            await asyncio.sleep(1)
    except BaseException:  # here
        pass


async def around_a_call() -> None:
    async def inner() -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("going on")
            raise
        finally:
            print("cleaned up")

    try:
        await inner()
    except asyncio.CancelledError:  # here
        pass


async def in_an_awaited_task() -> None:
    async def child() -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:  # here
            pass

    await asyncio.create_task(child())


async def with_helpers_that_end_quietly() -> None:
    async def helper() -> None:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("ended")

    helping = asyncio.create_task(helper())
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:  # here
        helping.cancel()
        await helping
        return
    helping.cancel()
    await helping


async def in_one_line() -> None:
    with contextlib.suppress(asyncio.CancelledError): await asyncio.sleep(1)  # fmt: skip  # noqa: E701  # here


async def lets_it_through() -> None:
    try:
        await asyncio.sleep(1)
    finally:
        print("cleaned up")


async def raises_another() -> None:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise ValueError("no") from None
