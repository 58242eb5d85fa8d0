"""Makes its functions out of text."""

from accomplice import fast, ran, weigh

ran()
exec("async def collect(vault, dials):\n    return await fast(vault, dials)\n")
