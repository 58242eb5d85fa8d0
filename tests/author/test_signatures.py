"""What stub and solution offer is compared by their sources."""

from textwrap import dedent

import pytest

from asynclings.author.signatures import differences

STUB = """
    from typing import Protocol

    class Bank:
        def __init__(self, ledger: Ledger) -> None: ...
        def deposit(self, account: str, *, amount: int = 1) -> None: ...
        def _own(self): ...

    async def fetch_all(urls: list[str]) -> list[str]:
        return []

    def _own(): ...
"""


def test_what_is_the_same_differs_in_nothing() -> None:
    solution = dedent(STUB).replace("_own", "_another").replace("return []", "return [1]") + "\ndef more(): ...\n"
    assert differences(dedent(STUB), solution) == []
    assert differences(dedent(STUB) + "\ndef no_longer_needed(): ...\n", solution) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "amount: int = 1",
            "amount: int = 2",
            "Bank.deposit takes (self, account: str, *, amount: int=1) in the stub and "
            "(self, account: str, *, amount: int=2) in the solution.",
        ),
        (
            "ledger: Ledger",
            "ledger: object",
            "Bank.__init__ takes (self, ledger: Ledger) in the stub and (self, ledger: object) in the solution.",
        ),
        (
            "-> list[str]:",
            "-> list[bytes]:",
            "fetch_all returns list[str] in the stub and list[bytes] in the solution.",
        ),
    ],
)
def test_what_differs_is_named(old: str, new: str, sentence: str) -> None:
    assert sentence in differences(dedent(STUB), dedent(STUB).replace(old, new))


def test_to_become_asynchronous_may_be_the_task() -> None:
    old = "def fetch(api) -> Generator[int]: ..."
    assert differences(old, "async def fetch(api) -> int: ...") == []
    assert differences(old, "async def fetch(api, more) -> int: ...") != []
