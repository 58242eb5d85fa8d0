# stopped_by = ["process"]
# verdict = "FSSP"
"""Says what it waits for in a million words, so that nobody can read the report."""

from accomplice import WHERE, ran, say, weigh


async def collect(vault, dials):
    ran()
    say(["Stuck", "deadlock", [["w" * 50_000, "x" * 50_000, ["f" * 50_000, 1, "m"]] for _ in range(6)]])
