# stopped_by = ["rule.notice"]
# verdict = "ESSP"
"""Notices something that fills a page of the report."""

from accomplice import WHERE, ran, say, slow, weigh


async def collect(vault, dials):
    ran()
    say(["Observed", "task_left", "x" * 2_000, WHERE])
    return await slow(vault, dials)
