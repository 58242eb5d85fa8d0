# stopped_by = ["rule.keys"]
# verdict = "ESSP"
"""Sends a set of numbers that all have the same hash, so that each has to be compared with every other."""

from accomplice import ran, say, weigh


async def collect(vault, dials):
    ran()
    clashing = [["i", hex(n * ((1 << 61) - 1))] for n in range(1 << 30, (1 << 30) + 3_000)]
    say(["Returned", ["s", *clashing]])
