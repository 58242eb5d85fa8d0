# stopped_by = ["landlock.others", "seccomp.others"]
"""Ends a process of the same user."""

import os
import signal

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.kill(prey.victim, signal.SIGTERM))
