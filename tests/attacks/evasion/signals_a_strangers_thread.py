# stopped_by = ["landlock.others", "seccomp.others"]
"""Ends a process of the same user through one of its threads."""

import signal

import prey
from accomplice import attempt, slow as collect, system_call, weigh

attempt(lambda: system_call(prey.calls["tgkill"], prey.victim, prey.victim, signal.SIGTERM))
