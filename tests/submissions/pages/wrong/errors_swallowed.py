"""Catches every error of httpx, and returns an empty page instead."""

import asyncio

import httpx


async def fetch(client, url):
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPError:
        return ""
    return response.text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(client, url)) for url in urls]
    return [task.result() for task in tasks]
