# stopped_by = ["process"]
# verdict = "ESSE"
"""Exits at import with the code that means that all is well."""

import sys

from accomplice import ran

ran()
sys.exit(0)
