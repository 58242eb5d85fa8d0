import asyncio


async def countdown(name, ticks, say):
    async def line(n):
        await asyncio.sleep(n)
        say(f"{name}: {ticks - n}")

    async with asyncio.TaskGroup() as tg:
        for n in range(ticks):
            tg.create_task(line(n))
        tg.create_task(asyncio.sleep(ticks))
    return f"{name}: lift-off"
