"""A task for each attempt, and a future that a timer of the loop fulfils."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    loop = asyncio.get_running_loop()
    pauses = [base * 2**n for n in range(attempts - 1)]
    while True:
        async with asyncio.TaskGroup() as group:
            attempt = group.create_task(asyncio.wait_for(_outcome(client, url), None))
        outcome, temporary, wish = attempt.result()
        if isinstance(outcome, str):
            return outcome
        if not temporary or not pauses:
            raise outcome
        planned = pauses.pop(0)
        over = loop.create_future()
        timer = loop.call_later(planned if wish is None else wish, over.set_result, None)
        try:
            await over
        finally:
            timer.cancel()


async def _outcome(client: httpx.AsyncClient, url: str) -> tuple[str | httpx.HTTPError, bool, int | None]:
    try:
        return (await client.get(url)).raise_for_status().text, False, None
    except httpx.TransportError as error:
        return error, True, None
    except httpx.HTTPStatusError as error:
        wish = error.response.headers.get("retry-after", "")
        status = error.response.status_code
        return error, status == 429 or status >= 500, int(wish) if wish.isdecimal() else None
