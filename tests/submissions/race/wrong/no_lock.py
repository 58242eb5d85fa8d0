"""Wrong: no lock at all (and not byte for byte what one began with)."""


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger

    def deposit(self, account, amount):
        self.ledger.write(account, self.ledger.read(account) + amount)
        self.ledger.audit(account)
