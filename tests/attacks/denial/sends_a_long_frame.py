# stopped_by = ["rule.frame"]
# verdict = "ESSP"
"""Sends a frame that is longer than any may be."""

from accomplice import WHERE, ran, say, slow, weigh


async def collect(vault, dials):
    ran()
    say(["Send", 0, bytes(2_000_000), "task", WHERE])
    return await slow(vault, dials)
