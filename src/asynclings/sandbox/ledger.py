"""The processor ledger: what a process burnt, and what everything below it burnt, read from outside."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Ledger:
    """Processor seconds: of a process itself, and of all its descendants, the finished ones included."""

    own: float
    below: float

    def since(self, earlier: "Ledger") -> "Ledger":
        return Ledger(self.own - earlier.own, self.below - earlier.below)

    @property
    def share_below(self) -> float:
        """The descendants' share of everything, 0 to 1; 0 if nothing was burnt."""
        whole = self.own + self.below
        return self.below / whole if whole > 0 else 0.0


def read_ledger(pid: int) -> Ledger:
    """The ledger of a living process. Raises `psutil.NoSuchProcess`."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    below = times.children_user + times.children_system
    for child in process.children(recursive=True):
        try:
            burnt = child.cpu_times()
        except psutil.NoSuchProcess:
            continue  # it has just ended; its parent's account has it now, or will have
        below += burnt.user + burnt.system + burnt.children_user + burnt.children_system
    return Ledger(times.user + times.system, below)
