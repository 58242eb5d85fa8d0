"""Takes whatever text comes."""

import asyncio

import httpx


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        answers = [group.create_task(client.get(url)) for url in urls]
    return [answer.result().text for answer in answers]
