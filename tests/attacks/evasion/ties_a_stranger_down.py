# stopped_by = ["seccomp.others", "capabilities"]
"""Leaves another process one processor."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.sched_setaffinity(prey.victim, {min(os.sched_getaffinity(0))}))
