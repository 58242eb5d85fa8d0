# stopped_by = ["rule.begun"]
# verdict = "ESSP"
"""Asks for more connections than a run may."""

from accomplice import ran, say, slow, weigh


async def collect(vault, dials):
    ran()
    for start in range(100_000, 121_000, 1_000):
        say(*[["Connect", start + n, "nowhere.test", 80] for n in range(1_000)])
    return await slow(vault, dials)
