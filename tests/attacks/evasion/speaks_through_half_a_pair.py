# stopped_by = ["seccomp.sockets"]
"""Makes a harmless pair of sockets, and sends from one of them to somebody else."""

import socket

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"the words are", prey.post))
