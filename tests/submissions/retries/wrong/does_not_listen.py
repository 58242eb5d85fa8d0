"""Never looks at Retry-After."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except (httpx.HTTPStatusError, httpx.TransportError) as error:
            status = error.response.status_code if isinstance(error, httpx.HTTPStatusError) else 503
            if attempt == attempts - 1 or (status != 429 and status < 500):
                raise
            await asyncio.sleep(base * 2**attempt)
