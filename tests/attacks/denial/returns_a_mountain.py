# stopped_by = ["process"]
# verdict = "FSSF"
"""Returns more than can be looked at, and something that contains itself."""

from accomplice import ran

mountain = []
mountain.append(mountain)


async def collect(vault, dials):
    ran()
    return [0] * 3_000_000


def weigh(coins):
    ran()
    return mountain
