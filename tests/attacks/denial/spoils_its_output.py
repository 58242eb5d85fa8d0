# stopped_by = ["rule.own_reading"]
# probe = "a file system that can be read past its cache"
"""Has what it prints into written past the system's cache, so that nobody who shares its descriptor can read it."""

import fcntl
import os
from contextlib import suppress

from accomplice import ran, slow as collect, weigh

ran()
with suppress(OSError):
    fcntl.fcntl(1, fcntl.F_SETFL, os.O_DIRECT)
