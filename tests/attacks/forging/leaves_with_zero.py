# stopped_by = ["process"]
# verdict = "ESSP"
"""Ends its process with the exit code that means that all is well."""

import os

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    os._exit(0)
