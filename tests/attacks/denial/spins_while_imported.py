# stopped_by = ["rlimits.processor"]
# verdict = "ESSE"
# processor_seconds = 1
"""Computes for longer than it may before anybody can call it."""

import time

from accomplice import ran, through

ran()
while time.process_time() < 2.3:
    pass
through(f"{time.process_time():.1f} s")
raise SystemExit
