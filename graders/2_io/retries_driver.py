"""Calls the submission with a client, as its callers would."""

import asyncio
from types import ModuleType
from typing import Any

import httpx

ONE_CONNECTION = httpx.Limits(max_connections=1)


async def fetch(submission: ModuleType, url: str, **options: Any) -> Any:
    """One call, with a client that has room for one connection."""
    async with httpx.AsyncClient(limits=ONE_CONNECTION) as client:
        return await submission.fetch_with_retries(client, url, **options)


async def fetch_twice(submission: ModuleType, url: str, **options: Any) -> Any:
    """One call after another, with the same client."""
    async with httpx.AsyncClient(limits=ONE_CONNECTION) as client:
        return [await submission.fetch_with_retries(client, url, **options) for _ in range(2)]


async def fetch_many(submission: ModuleType, urls: list[str], **options: Any) -> Any:
    """Many calls at the same time, with one client."""
    async with httpx.AsyncClient() as client:
        return await asyncio.gather(*(submission.fetch_with_retries(client, url, **options) for url in urls))
