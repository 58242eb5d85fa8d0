# stopped_by = ["landlock.others", "seccomp.sockets"]
"""Connects to a service by a name that is no file's."""

import socket

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: socket.socket(socket.AF_UNIX).connect(f"\0{prey.abstract}"))
