# stopped_by = ["rule.audit", "landlock.network", "seccomp.sockets"]
"""Connects to a server of this machine with the module that is below Python's own."""

import _socket

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).connect(("127.0.0.1", prey.tcp)))
