# stopped_by = ["process"]
# verdict = "FSSP"
"""Turns dials with names of three hundred thousand letters."""

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    return await slow(vault, ["x" * 300_000, "\x1b[" * 150_000, *dials])
