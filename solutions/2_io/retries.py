"""Backing off politely: what can pass is tried again, and the pauses belong to this call alone."""

import asyncio

import httpx


def can_pass(error: httpx.HTTPError) -> bool:
    """Whether asking again can help: the server is overloaded or out of order, or was not reached."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == 429 or error.response.status_code >= 500
    return isinstance(error, httpx.TransportError)


def pause_after(error: httpx.HTTPError, planned: float) -> float:
    """How long to pause: as long as the server says in whole seconds, otherwise as long as we had planned."""
    if isinstance(error, httpx.HTTPStatusError):
        wish = error.response.headers.get("Retry-After", "")
        if wish.isdecimal():  # it may be a date as well
            return int(wish)
    return planned


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError as error:
            # After the last attempt nobody waits any more, and the caller sees the error itself.
            if attempt == attempts - 1 or not can_pass(error):
                raise
            # This coroutine sleeps, not the thread: all other calls go on.
            await asyncio.sleep(pause_after(error, base * 2**attempt))
    raise ValueError(f"no attempts: {attempts}")
