# stopped_by = ["rule.audit", "landlock.network", "seccomp.sockets"]
"""Connects to a server of this machine as everybody would."""

import socket

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: socket.create_connection(("127.0.0.1", prey.tcp)).close())
