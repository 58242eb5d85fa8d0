# stopped_by = ["rule.parts"]
# verdict = "ESSP"
"""Puts a value of many parts on the wire itself, past what the kit's own writer lets through."""

from accomplice import ran, say, weigh


async def collect(vault, dials):
    ran()
    say(["Returned", ["l", *[0] * 300_000]])
