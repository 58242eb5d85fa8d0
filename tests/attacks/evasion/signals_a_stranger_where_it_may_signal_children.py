# stopped_by = ["landlock.others"]
# policy = ["processes"]
"""Ends a process of the same user in an exercise that is about processes, and whose children it may end."""

import os
import signal

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.kill(prey.victim, signal.SIGTERM))
