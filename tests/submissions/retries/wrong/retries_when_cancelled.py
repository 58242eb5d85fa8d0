"""Takes being cancelled for one more failure, and asks again."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        pause = base * 2**attempt
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPStatusError as error:
            status, wish = error.response.status_code, error.response.headers.get("Retry-After", "")
            if attempt == attempts - 1 or (status != 429 and status < 500):
                raise
            pause = int(wish) if wish.isdecimal() else pause
        except BaseException:
            if attempt == attempts - 1:
                raise
        await asyncio.sleep(pause)
