# stopped_by = ["seccomp.others"]
"""Gets a handle on another process, with which it can be signalled and its files be taken."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.pidfd_open(prey.victim))
