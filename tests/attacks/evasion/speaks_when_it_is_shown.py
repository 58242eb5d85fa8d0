# stopped_by = ["rule.errors"]
# verdict = "FSSP"
"""Raises an error that does more than tell what it is when it is made a text."""

from accomplice import ran, through, weigh


class Talkative(Exception):
    def __str__(self):
        through("it was asked for its text")
        return "nothing"

    __repr__ = __str__


async def collect(vault, dials):
    ran()
    raise Talkative("a message")
