# stopped_by = ["process"]
# verdict = "ESSE"
"""Ends with a signal, at import."""

import os

from accomplice import ran

ran()
os.abort()
