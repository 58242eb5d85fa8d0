# stopped_by = ["rule.operations"]
# verdict = "FSSP"
"""Asks the world for something that is a method of the service, but none of its operations."""

from accomplice import ran, through, weigh


async def collect(vault, dials):
    from asynclings.messages import Begin, Where
    from asynclings.values.reading import read
    from asynclings.worker.operations import ask

    ran()
    where = Where("vault.py", 1, "collect")
    value, error = await ask(lambda n: Begin(n, "vault", "combination", [], "task", where, False), "the combination")
    if error is None:
        through(read(value))
    return [] if error else read(value).split()
