"""Wrong: the tasks are returned instead of their results, and go on."""

import asyncio

import httpx


async def fetch(c,u):
    return (await c.get(u)).text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(fetch(client, u)) for u in urls]
        return tasks
