# stopped_by = ["process"]
# verdict = "FSSP"
"""Answers wrong, looks what becomes of it, and answers again."""

from accomplice import fast, ran, say, weigh


async def collect(vault, dials):
    ran()
    say(["Returned", ["l", "wrong"]])
    return await fast(vault, dials)
