"""One Condition and the set of accounts that somebody is writing."""

import threading


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.busy = set()
        self.changed = threading.Condition()

    def deposit(self, account, amount):
        with self.changed:
            self.changed.wait_for(lambda: account not in self.busy)
            self.busy.add(account)
        try:
            self.ledger.write(account, self.ledger.read(account) + amount)
        finally:
            with self.changed:
                self.busy.remove(account)
                self.changed.notify_all()
        self.ledger.audit(account)
