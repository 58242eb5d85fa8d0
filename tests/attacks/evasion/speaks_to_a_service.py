# stopped_by = ["seccomp.sockets"]
"""Connects to a service by the path of its socket, as to the one that runs containers."""

import socket

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: socket.socket(socket.AF_UNIX).connect(prey.unix))
