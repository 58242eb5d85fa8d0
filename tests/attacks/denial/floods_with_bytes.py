# stopped_by = ["rule.bytes"]
# verdict = "ESSP"
"""Sends more bytes than a run may, to a connection that there is not."""

from accomplice import WHERE, ran, say, slow, weigh


async def collect(vault, dials):
    ran()
    for _ in range(17):
        say(["Send", 0, bytes(1_000_000), "task", WHERE])
    return await slow(vault, dials)
