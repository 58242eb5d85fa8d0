# stopped_by = ["seccomp.sharing"]
"""Asks for a piece of memory that other processes could find."""

from accomplice import attempt, call, slow as collect, weigh


def share():
    piece = call("shmget", 0, 4096, 0o1600)
    call("shmctl", piece, 0, None)
    return piece


attempt(share)
