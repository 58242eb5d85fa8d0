# stopped_by = ["rlimits.processor"]
# verdict = "FSSP"
# processor_seconds = 1
"""Computes for longer than it may, and does not hear the signal that tells it so."""

import signal
import time

from accomplice import ran, through, weigh


async def collect(vault, dials):
    ran()
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while time.process_time() < 2.3:
        pass
    through(f"{time.process_time():.1f} s")
