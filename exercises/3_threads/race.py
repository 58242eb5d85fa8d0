"""The vanishing deposits.

Two deposits that come in together both read the same old balance, and the one that writes last wipes out the other.
Make `deposit` safe when many threads call it at once, so that no money is lost.
Let nobody wait who need not: other accounts go on meanwhile, and so do the slow audits.
"""

from asynclings.services import Ledger


class Bank:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def deposit(self, account: str, amount: int) -> None:
        # TODO: who says that nobody has written between our reading and our writing?
        balance = self.ledger.read(account)
        self.ledger.write(account, balance + amount)
        self.ledger.audit(account)
