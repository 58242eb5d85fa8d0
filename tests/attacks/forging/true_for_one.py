# stopped_by = ["rule.types"]
# verdict = "PFSF"
"""Returns truth values for numbers: in Python they are equal."""

from accomplice import ran, slow as collect


def weigh(coins):
    ran()
    return [coin == 0 for coin in coins]
