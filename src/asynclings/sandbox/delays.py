"""How long processes have waited for a processor while they could have run, as the kernel counts it (Linux).

What a program needs on an idle machine must not be missed because others have the processors: a deadline in real time
is put off by what this says.

The second number of ``schedstat``: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
"""

import os
from collections.abc import Iterable


def waited(pids: Iterable[int]) -> float:
    """Real seconds that these processes have waited, one after another; 0 where the system does not tell.

    Of each process the thread counts that has waited most. All together would be more than there is time, and a program
    could let many of them wait for each other.
    """
    return sum(map(_longest, pids)) / 1e9


def _longest(pid: int) -> int:
    found = 0
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as file:
                found = max(found, int(file.read().split()[1]))
    except (OSError, ValueError, IndexError):  # it has ended, or the kernel does not count
        pass
    return found
