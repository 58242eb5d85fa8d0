"""One deadline for everything.

The railways are asked for their fares one after another, and each is given the whole of the customer's patience.
Ask all of them at the same time, with one deadline for all together.
What has come by then is there, what has not is None, and nobody goes on waiting for it.
"""

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
    # TODO: `seconds` for all of them together, not for each.
    fares = {}
    async with httpx.AsyncClient(timeout=seconds) as client:
        for url in urls:
            fares[url] = await ask(client, url)
    return fares
