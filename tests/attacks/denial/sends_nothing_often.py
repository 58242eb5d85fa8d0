# stopped_by = ["process"]
# verdict = "PFSP"
"""Sends thousands of frames with nothing in them."""

from accomplice import put, ran, slow, weigh


async def collect(vault, dials):
    ran()
    put(b"\0\0\0\1\x90" * 20_000)
    return await slow(vault, dials)
