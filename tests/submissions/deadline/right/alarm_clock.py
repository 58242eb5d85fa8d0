"""A timer of the event loop cancels whoever is still at work."""

import asyncio

import httpx


async def ask(client: httpx.AsyncClient, url: str) -> str | None:
    """The fare of one railway; None if it cannot be reached, or answers with an error."""
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPError:
        return None
    return response.text


async def fetch_within(urls: list[str], seconds: float) -> dict[str, str | None]:
    async with httpx.AsyncClient(timeout=None) as client:
        tasks = [asyncio.create_task(ask(client, url)) for url in urls]

        def strike() -> None:
            for task in tasks:
                task.cancel()

        alarm = asyncio.get_running_loop().call_later(seconds, strike)
        try:
            fares = await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            alarm.cancel()
            strike()
            await asyncio.gather(*tasks, return_exceptions=True)
    return {url: fare if isinstance(fare, str) else None for url, fare in zip(urls, fares, strict=True)}
