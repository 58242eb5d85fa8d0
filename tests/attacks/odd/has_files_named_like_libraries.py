# stopped_by = ["rule.appended"]
# beside = {"httpx.py" = "raise SystemExit('shadowed')", "asyncio.py" = "raise SystemExit('shadowed')", "statistics.py" = "raise SystemExit('shadowed')"}
"""Has files beside it that are named as libraries are."""

from accomplice import fast as collect, ran, weigh

ran()

import asyncio
import statistics

import httpx

assert httpx.Client and asyncio.run and statistics.mean
