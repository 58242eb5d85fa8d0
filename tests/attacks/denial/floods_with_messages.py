# stopped_by = ["rule.messages"]
# verdict = "ESSP"
"""Sends more messages than a run may, each of them harmless."""

from accomplice import WHERE, ran, say, slow, weigh


async def collect(vault, dials):
    ran()
    for _ in range(4):
        say(*[["Cancel", 0]] * 16_000)
    return await slow(vault, dials)
