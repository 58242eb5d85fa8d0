"""A queue for each account: whoever finds nobody at work does what is queued, the others wait for their futures."""

import threading
from collections import defaultdict, deque
from concurrent.futures import Future


class Bank:
    def __init__(self, ledger):
        self.ledger = ledger
        self.guard = threading.Lock()
        self.queues = defaultdict(deque)
        self.at_work = set()

    def deposit(self, account, amount):
        done = Future()
        with self.guard:
            self.queues[account].append((amount, done))
            leads = account not in self.at_work
            self.at_work.add(account)
        if leads:
            threading.Thread(target=self.work, args=(account,)).start()
        done.result()
        self.ledger.audit(account)

    def work(self, account):
        while True:
            with self.guard:
                if not self.queues[account]:
                    self.at_work.remove(account)
                    return
                amount, done = self.queues[account].popleft()
            try:
                self.ledger.write(account, self.ledger.read(account) + amount)
            except Exception as error:
                done.set_exception(error)
            else:
                done.set_result(None)
