"""Looks with HEAD whether a page is there before it gets it: two requests a page."""

import asyncio

import httpx


async def fetch(client, url):
    (await client.head(url)).is_success
    return (await client.get(url)).raise_for_status().text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(client, url)) for url in urls]
    return [task.result() for task in tasks]
